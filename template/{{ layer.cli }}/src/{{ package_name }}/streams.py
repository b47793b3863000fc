"""Preparation and closing of stdin, stdout and stderr."""

import os
import sys
from collections.abc import Buffer
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TextIO, override


class NamedOutput(FileIO):
    """A standard stream whose errors have its name, as those of other files have."""

    @override
    def write(self, data: Buffer, /) -> int:
        """Write bytes."""
        try:
            return super().write(data)
        except OSError as error:
            error.filename = "stdout"
            raise


def prepare() -> None:
    """Prepare the standard streams.

    Closed streams are replaced with the null device. On every platform stdout is UTF-8 with line
    feeds. Characters that cannot be encoded are escaped.
    """
    sys.stdin = sys.stdin or nowhere()
    sys.stdout = named(sys.stdout) if sys.stdout else nowhere()
    sys.stderr = sys.stderr or nowhere()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def named(stdout: TextIO) -> TextIO:
    """Return the stream with its name in errors, unless it is no file, as a console of Windows."""
    is_unbuffered = isinstance(stdout.buffer, FileIO)
    if not is_unbuffered and not isinstance(getattr(stdout.buffer, "raw", None), FileIO):
        return stdout
    file = NamedOutput(stdout.fileno(), "w", closefd=False)
    return TextIOWrapper(
        # PYTHONUNBUFFERED leaves the buffer out.
        file if is_unbuffered else BufferedWriter(file),
        line_buffering=stdout.isatty(),
        write_through=is_unbuffered,
    )


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
