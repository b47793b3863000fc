"""Preparation and closing of stdin, stdout and stderr."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO


def prepare() -> None:
    """Prepare the standard streams.

    Closed streams are replaced with the null device. On every platform stdout is UTF-8 with line
    feeds. Characters that cannot be encoded are escaped.
    """
    sys.stdin = sys.stdin or nowhere()
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def nowhere() -> TextIO:
    """Open the null device, which replaces a closed stream."""
    return Path(os.devnull).open("r+", encoding="utf-8")


def silence(stream: TextIO) -> None:
    """Redirect a stream to the null device, which discards its buffer."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def close() -> None:
    """Flush the streams. If the interpreter did it at exit, an error would show a traceback."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)
        except SystemExit:
            # Interrupted while the write was blocked by a slow reader.
            silence(stream)
            raise
