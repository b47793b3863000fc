"""Outages of the Redis server. Requests are handled without it until it responds again."""

import time
from collections.abc import Callable
from threading import Lock

import structlog
from redis.exceptions import AuthenticationError, DataError, ResponseError


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

RETRY_SECONDS = 1.0


class RedisOutage:
    """Keeps requests from waiting for a server that does not respond.

    During an outage one command a second is sent, which finds out whether the outage is over. The
    start and the end of an outage are logged.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        # When the next command may be sent, or None if there is no outage.
        self._next: float | None = None

    def may_send(self) -> bool:
        """Return whether a command may be sent now."""
        with self._lock:
            if self._next is None:
                return True
            if self._clock() < self._next:
                return False
            self._next = self._clock() + RETRY_SECONDS
            return True

    def begin(self, error: Exception) -> None:
        """Begin an outage with the error of a command, or prolong it.

        An error about one key or its value is logged alone.
        """
        if is_about_value(error):
            logger.warning("redis_refused", reason=reason_of(error))
            return
        with self._lock:
            is_new = self._next is None
            self._next = self._clock() + RETRY_SECONDS
        if is_new:
            logger.warning("redis_unavailable", reason=reason_of(error))

    def end(self) -> None:
        """End the outage, if there is one, after a command has succeeded."""
        with self._lock:
            was_away, self._next = self._next is not None, None
        if was_away:
            logger.info("redis_available")


def is_about_value(error: Exception) -> bool:
    """Return whether a command was refused for its key or value, such as one of another type."""
    if isinstance(error, DataError | UnicodeEncodeError):
        return True
    reasons = ("WRONGTYPE", "value is not")
    return isinstance(error, ResponseError) and any(each in str(error) for each in reasons)


def reason_of(error: Exception) -> str:
    """Return the kind of an error, with the message or, of a server's message, the first word.

    A server may repeat what it does not understand, such as a password.
    """
    # Errors of a pipeline begin with its command.
    message = str(error).rpartition("of pipeline caused error: ")[2]
    if isinstance(error, ResponseError | AuthenticationError):
        message = message.partition(" ")[0]
    return f"{type(error).__name__}: {message}"
