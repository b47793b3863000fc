"""Threads for work that nobody waits for: bounded, and given up in time at the end."""

from collections.abc import Callable
from concurrent import futures

import structlog


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# How much work may wait, on how many threads it is done, and how long the end waits for it.
QUEUE_SIZE = 1000
THREADS = 4
STOP_SECONDS = 1


def log_dropped(reason: str) -> None:
    """Log that work is lost."""
    logger.error("background_work_dropped", reason=reason)


class Threads:
    """Does work in turn, and tells of what it does not come to."""

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
        """Do the work soon; `lost` is called with the reason when it is not done."""
        if len(self._lost) >= self._size:
            lost("too much waits")
            return
        future = self._pool.submit(work, *arguments)
        self._lost[future] = lost
        future.add_done_callback(self._lost.pop)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Finish the work, and tell of what cannot be done in time."""
        waiting = dict(self._lost)
        _, late = futures.wait(waiting, seconds)
        self._pool.shutdown(wait=False, cancel_futures=True)
        for future in late:
            waiting[future]("the service stops")
