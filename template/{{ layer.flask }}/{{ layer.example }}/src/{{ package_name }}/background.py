"""Work that nobody waits for."""

from collections.abc import Callable
from contextvars import copy_context

import structlog
from flask import Response, after_this_request


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def run_after_response[**P](work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do the work when the response of this request has been sent, and log it if it fails."""
    context = copy_context()

    def run() -> None:
        try:
            context.run(work, *args, **kwargs)
        except Exception:
            context.run(logger.exception, "background_work_failed")

    @after_this_request
    def schedule(response: Response) -> Response:
        response.call_on_close(run)
        return response
