"""Handlers of SIGINT (Ctrl-C), SIGTERM and SIGHUP, which end the program."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Never


if TYPE_CHECKING:
    # This class exists only for type checkers.
    from sys import UnraisableHookArgs

# Windows has no SIGHUP.
SIGNALS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
# Shells report a program that a signal ended with the exit code 128 + the signal number.
BY_SIGNAL = 128


class Interrupted(SystemExit):
    """A signal has requested the end of the program.

    It derives from SystemExit, so that `except Exception` in libraries does not catch it.
    """

    def __init__(self, number: int) -> None:
        super().__init__(BY_SIGNAL + number)
        self.number = number


def interrupt(number: int, _frame: FrameType | None = None) -> Never:
    """Raise Interrupted. This is the signal handler."""
    raise Interrupted(number)


def listen() -> None:
    """Install the signal handlers, except for signals that are ignored, as SIGHUP is by nohup."""
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, interrupt)
    sys.unraisablehook = repeat


def ignore() -> None:
    """Ignore all signals from now on, while the program exits."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def repeat(ignored: "UnraisableHookArgs") -> None:
    """Send the signal again if Interrupted was raised where Python discards exceptions."""
    if not isinstance(ignored.exc_value, Interrupted):
        sys.__unraisablehook__(ignored)
        return
    from threading import Timer, get_ident  # noqa: PLC0415 - rarely needed

    # Python runs signal handlers only in the main thread, which this is.
    Timer(0.01, send, [get_ident(), ignored.exc_value.number]).start()


def send(thread: int, number: int) -> None:
    """Send a signal to a thread, which also interrupts a blocking system call."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        signal.pthread_kill(thread, number)


@contextmanager
def left_to_pager() -> Iterator[None]:
    """Ignore Ctrl-C while a pager runs. The pager handles it itself."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def noticed() -> Iterator[Callable[[], None]]:
    """Yield a function that raises Interrupted if a signal has arrived in the block.

    Libraries may swallow the exception: pydantic reports an invalid decimal if a signal arrives
    while it parses one.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> Never:
        came.append(number)
        interrupt(number)

    def check() -> None:
        if came:
            interrupt(came[0])

    heard = [each for each in SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]
    before = {each: signal.signal(each, note) for each in heard}
    try:
        yield check
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
