"""The configuration of the libraries' loggers, for Django's setting `LOGGING`."""

import logging
from typing import Any, override

import structlog


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RefusalHandler(logging.Handler):
    """Logs why Django refused a request. That is no error of the service, as Django would log."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Log the reason, such as `TooManyFilesSent` or `csrf`, as a warning."""
        reason = record.name.removeprefix("django.security.")
        logger.warning("request_refused", reason=reason, detail=record.getMessage())


# The service's middleware and error handlers log the same events in more detail.
SILENT: dict[str, Any] = {"handlers": ["null"], "propagate": False}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "null": {"class": "logging.NullHandler"},
        "refusal": {"()": RefusalHandler},
    },
    "loggers": {
        # Without this entry, Django adds handlers of its own here.
        "django": {"level": "NOTSET"},
        "django.request": SILENT,
        "django.security": {"handlers": ["refusal"], "propagate": False},
        "django.security.DisallowedHost": SILENT,
        "django.server": SILENT,
        "django.tasks": {"level": "WARNING"},
        "psycopg.pool": {"level": "WARNING"},
    },
}
