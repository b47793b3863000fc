"""Ctrl-C, SIGTERM and SIGHUP, which end the program wherever it is."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Never


if TYPE_CHECKING:
    # The interpreter has no such class at run time.
    from sys import UnraisableHookArgs

# Windows has no SIGHUP.
SIGNALS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
# What a shell adds to the number of the signal that ended a program.
BY_SIGNAL = 128


class Interrupted(SystemExit):
    """A signal asks the program to end; no library takes it for an error of its own."""

    def __init__(self, number: int) -> None:
        super().__init__(BY_SIGNAL + number)
        self.number = number


def interrupt(number: int, _frame: FrameType | None = None) -> Never:
    """Raise Interrupted."""
    raise Interrupted(number)


def listen() -> None:
    """Raise Interrupted from now on where a signal comes that is not ignored, as by nohup."""
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, interrupt)
    sys.unraisablehook = repeat


def ignore() -> None:
    """Let the program end in peace."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def repeat(ignored: "UnraisableHookArgs") -> None:
    """Interrupt once more, after an interruption came where Python cannot raise anything."""
    if not isinstance(ignored.exc_value, Interrupted):
        sys.__unraisablehook__(ignored)
        return
    from threading import Timer, get_ident  # noqa: PLC0415 - hardly ever needed

    # This is the main thread, where alone Python runs what handles signals.
    Timer(0.01, send, [get_ident(), ignored.exc_value.number]).start()


def send(thread: int, number: int) -> None:
    """Send a signal to a thread, which may be waiting for something."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        signal.pthread_kill(thread, number)


@contextmanager
def left_to_pager() -> Iterator[None]:
    """Leave Ctrl-C to a pager, which stops its search and goes on."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def noticed() -> Iterator[Callable[[], None]]:
    """Yield what raises Interrupted if a signal has come, even if a library has swallowed it.

    To pydantic one that comes while it reads a decimal is a decimal that is not valid.
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
