"""Work that nobody waits for."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context

import structlog
from flask import Flask, Response, after_this_request, current_app


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def run_after_response[**P](work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do the work on a thread of its own, once the response is sent; log it if it fails."""
    context = copy_context()
    executor: Executor = current_app.extensions["background"]

    def run() -> None:
        try:
            work(*args, **kwargs)
        except Exception:
            logger.exception("background_work_failed")

    @after_this_request
    def schedule(response: Response) -> Response:
        response.call_on_close(lambda: executor.submit(context.run, run))
        return response


def init_app(app: Flask, _: object) -> None:
    """Give the application its threads, which start when they are needed."""
    app.extensions["background"] = ThreadPoolExecutor(4, thread_name_prefix="background")
    app.extensions["on_stop"] = [app.extensions["background"].shutdown]
