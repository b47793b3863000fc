"""Logging of failed logins."""

from typing import Any

import structlog
from django.http import HttpRequest
from rest_framework.request import Request


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def log_failed_login(request: HttpRequest | Request | None, **_: Any) -> None:
    """Log a failed login, with the client's address and user agent if there is a request."""
    origin: dict[str, str | None] = {}
    if request is not None:
        origin["address"] = request.META["REMOTE_ADDR"]
        origin["user_agent"] = request.headers.get("User-Agent")
    logger.warning("login_failed", **origin)
