"""Files that the program reads and writes; `-` stands for stdin or stdout."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO


STREAM = Path("-")


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file, or stdin, which stays open."""
    if path == STREAM:
        yield sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield file


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Open stdout, or a file that gets its name when all of it is written.

    Whatever interrupts the block, what stood under that name is left as it was.
    """
    target = path.resolve()
    if path == STREAM:
        yield sys.stdout
        sys.stdout.flush()
    elif target.exists() and not target.is_file():
        # A pipe or a device is written to, not replaced.
        with target.open("w", encoding="utf-8", newline="") as file:
            yield file
    else:
        with replacing(target) as file:
            yield file


@contextmanager
def replacing(target: Path) -> Iterator[TextIO]:
    """Open a file beside this one, which takes its place at the end of the block."""
    draft = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            if target.exists():
                draft.chmod(target.stat().st_mode)
            yield file
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
