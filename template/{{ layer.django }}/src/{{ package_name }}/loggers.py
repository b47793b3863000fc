"""The configuration of the libraries' loggers, for Django's setting `LOGGING`."""

from typing import Any


# The service's middleware and error handlers log the same events in more detail.
SILENT: dict[str, Any] = {"handlers": ["null"], "propagate": False}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"null": {"class": "logging.NullHandler"}},
    "loggers": {
        # Without this entry, Django adds handlers of its own here.
        "django": {"level": "NOTSET"},
        "django.request": SILENT,
        "django.security.DisallowedHost": SILENT,
        "django.server": SILENT,
        "django.tasks": {"level": "WARNING"},
        "psycopg.pool": {"level": "WARNING"},
    },
}
