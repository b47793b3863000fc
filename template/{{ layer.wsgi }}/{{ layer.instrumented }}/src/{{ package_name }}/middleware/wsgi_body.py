"""The body of a WSGI response, whose end is noticed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext


class Body:
    """Passes the parts of a body on, and calls a function once there are no more.

    Args:
        body: What the application has returned.
        end: Function that is called after the last part, after an error, and when the server
            closes the body: so it may be called several times.
        context: Function that returns the context in which each part is made.
    """

    def __init__(
        self,
        body: Iterable[bytes],
        end: Callable[[], None],
        context: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._body = body
        self._parts = iter(body)
        self._end = end
        self._context = context

    def __iter__(self) -> "Body":
        return self

    def __next__(self) -> bytes:
        try:
            with self._context():
                part = next(self._parts, None)
        except BaseException:
            self._end()
            raise
        if part is None:
            self._end()
            raise StopIteration
        return part

    def close(self) -> None:
        """Close the body of the application, which may not have been read."""
        try:
            with self._context():
                getattr(self._body, "close", lambda: None)()
        finally:
            self._end()
