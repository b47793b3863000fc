"""Ctrl-C, which not every library lets through."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Never


@contextmanager
def noticed() -> Iterator[Callable[[], None]]:
    """Yield what raises KeyboardInterrupt if one has come, even if a library has swallowed it.

    To pydantic one that comes while it reads a decimal is a decimal that is not valid.
    """
    has_come = False

    def note(_signal: int, _frame: FrameType | None) -> Never:
        nonlocal has_come
        has_come = True
        raise KeyboardInterrupt

    def check() -> None:
        if has_come:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)
