"""stdin, stdout and stderr, which may be closed, full, or in any encoding."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO


def prepare() -> None:
    """Let stdout carry UTF-8 and line feeds on every platform, and no stream refuse a character."""
    sys.stdin = sys.stdin or nowhere()
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def nowhere() -> TextIO:
    """Open what stands for a stream that was closed before the program began."""
    return Path(os.devnull).open("r+", encoding="utf-8")


def silence(stream: TextIO) -> None:
    """Lead a stream nowhere, with what it still holds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def close() -> None:
    """Write what the streams still hold, which the interpreter would do with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)
        except SystemExit:
            # Interrupted, while it waits for who reads.
            silence(stream)
            raise
