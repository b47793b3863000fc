"""The exception of a log line."""

import sys

from structlog.typing import EventDict


def exception_of(event: EventDict) -> BaseException | None:
    """Return the exception of a line, in any of the forms in which loggers take it."""
    match event.get("exc_info"):
        case BaseException() as error:
            return error
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exception()
    return None
