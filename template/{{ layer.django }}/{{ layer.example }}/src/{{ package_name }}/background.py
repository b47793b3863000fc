"""Work that a response does not wait for."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

from django.db import close_old_connections
from django.tasks.backends.immediate import ImmediateBackend


if TYPE_CHECKING:
    from django.tasks import TaskResult


# Of this process, which ends when its tasks have.
POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="task")


class ThreadBackend(ImmediateBackend):
    """Runs each task at once, in a thread."""

    def _execute_task(self, task_result: "TaskResult[Any, Any]") -> None:
        POOL.submit(copy_context().run, self._execute_in_thread, task_result)

    def _execute_in_thread(self, task_result: "TaskResult[Any, Any]") -> None:
        try:
            super()._execute_task(task_result)  # type: ignore[misc]
        finally:
            close_old_connections()
