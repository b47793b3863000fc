"""Threads for background work, with a limited queue and a time limit at shutdown."""

from collections.abc import Callable
from concurrent import futures

import structlog


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# The length of the queue, the number of threads, and the time limit at shutdown.
QUEUE_SIZE = 1000
THREADS = 4
STOP_SECONDS = 1


def log_dropped(reason: str) -> None:
    """Log that background work was dropped."""
    logger.error("background_work_dropped", reason=reason)


class Threads:
    """Background threads that report the work which they could not do."""

    def __init__(self, name: str = "background", *, size: int = QUEUE_SIZE) -> None:
        self._size = size
        self._pool = futures.ThreadPoolExecutor(THREADS, thread_name_prefix=name)
        self._lost: dict[futures.Future[object], Callable[[str], None]] = {}

    def submit(
        self,
        work: Callable[..., object],
        *arguments: object,
        lost: Callable[[str], None] = log_dropped,
    ) -> None:
        """Queue the work; `lost` is called with the reason if it is dropped."""
        if len(self._lost) >= self._size:
            lost("the queue is full")
            return
        future = self._pool.submit(work, *arguments)
        self._lost[future] = lost
        future.add_done_callback(self._lost.pop)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Finish the queued work, and report the work that cannot be finished in time."""
        waiting = dict(self._lost)
        _, late = futures.wait(waiting, seconds)
        self._pool.shutdown(wait=False, cancel_futures=True)
        for future in late:
            waiting[future]("the service stops")
