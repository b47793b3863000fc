"""Levels and handlers of the libraries' loggers, for Django's setting `LOGGING`."""

from typing import Any


# The middleware and the error handlers log the same events with more details.
SILENT: dict[str, Any] = {"handlers": ["null"], "propagate": False}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"null": {"class": "logging.NullHandler"}},
    "loggers": {
        # Left to the root logger, where Django adds handlers of its own.
        "django": {"level": "NOTSET"},
        "django.request": SILENT,
        "django.security.DisallowedHost": SILENT,
        "django.server": SILENT,
        "django.tasks": {"level": "WARNING"},
        "psycopg.pool": {"level": "WARNING"},
    },
}
