"""Connections with a time limit for the responses of the server."""

import time
from collections.abc import Generator
from typing import Any, override

from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus


type Steps[T] = Generator[Any, Any, T]


class BoundedConnection(Connection[Any]):
    """A connection that is closed if the server does not respond in time.

    Attributes:
        longest_wait: The time limit in seconds; None means no limit.
    """

    longest_wait: float | None = None

    @override
    def wait[T](self, gen: Steps[T], *args: Any, **options: Any) -> T:
        """Run the steps of an operation.

        Raises:
            OperationalError: The server does not respond in time.
        """
        return super().wait(self._until_silent(gen), *args, **options)

    def _until_silent[T](self, steps: Steps[T]) -> Steps[T]:
        end = time.monotonic() + (self.longest_wait or float("inf"))
        try:
            wanted = next(steps)
            while True:
                # The driver resumes every 0.1 s, without a value if no data has arrived.
                ready = yield wanted
                if not ready and time.monotonic() > end and self._is_asking():
                    self.close()
                    message = f"no answer within {self.longest_wait} s"
                    raise OperationalError(message)
                wanted = steps.send(ready)
        except StopIteration as result:
            value: T = result.value
            return value

    def _is_asking(self) -> bool:
        return self.info.transaction_status == TransactionStatus.ACTIVE
