"""Delivery of mail in the background: with retries, a bounded queue and a drain at shutdown."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from aiosmtplib import SMTPRecipientsRefused, SMTPResponseException


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# The maximum numbers of mails in the queue, and of connections to the mail server.
QUEUE_SIZE = 1000
CONNECTIONS = 4
# Seconds before the second and the third attempt, and for draining the queue at shutdown.
WAITS = (1, 5)
DRAIN_SECONDS = 3


class Deliveries:
    """A queue of mails, each with the id of its user for the log."""

    def __init__(self, *, waits: Sequence[float] = WAITS, size: int = QUEUE_SIZE) -> None:
        self._waits = waits
        self._size = size
        self._connections = asyncio.Semaphore(CONNECTIONS)
        self._users: dict[asyncio.Task[None], int | None] = {}
        self._is_stopping = asyncio.Event()

    def add(self, send: Callable[[], Awaitable[None]], *, user_id: int | None) -> None:
        """Queue a mail, or drop it with a log line if the queue is full."""
        if len(self._users) >= self._size:
            log_unsent(user_id, "too many mails wait")
            return
        delivery = asyncio.create_task(self._deliver(send, user_id))
        self._users[delivery] = user_id
        delivery.add_done_callback(self._users.pop)

    async def _deliver(self, send: Callable[[], Awaitable[None]], user_id: int | None) -> None:
        for wait in (*self._waits, None):
            try:
                async with self._connections:
                    await send()
            except Exception as error:
                if wait is None:
                    log_unsent(user_id, reason_of(error))
                    return
                logger.warning("mail_delayed", user_id=user_id, reason=reason_of(error))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._is_stopping.wait(), wait)
            else:
                return

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Send the queued mails, and log those that cannot be sent in time."""
        self._is_stopping.set()
        users = dict(self._users)
        if not users:
            return
        _, late = await asyncio.wait(users, timeout=seconds)
        for delivery in late:
            delivery.cancel()
            log_unsent(users[delivery], "the service stops")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Drain the queue when the context exits."""
        try:
            yield
        finally:
            await self.drain()


def reason_of(error: Exception) -> str:
    """Return what failed, without the responses of a mail server, which repeat addresses."""
    match error:
        case SMTPRecipientsRefused(recipients=refusals):
            return f"{type(error).__name__} {[each.code for each in refusals]}"
        case SMTPResponseException(code=code):
            return f"{type(error).__name__} {code}"
    return repr(error)


def log_unsent(user_id: int | None, reason: str) -> None:
    """Log that a mail is lost, without its text, which may contain a token."""
    logger.error("mail_not_sent", user_id=user_id, reason=reason)
