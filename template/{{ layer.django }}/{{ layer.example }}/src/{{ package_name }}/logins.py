"""Logging of logins."""

from typing import Any

import structlog
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from rest_framework.request import Request


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def log_failed_login(request: HttpRequest | Request | None, **_: Any) -> None:
    """Log a failed login, with the client's address and user agent if there is a request."""
    logger.warning("authentication_failed", **client_of(request))


def log_login(request: HttpRequest | Request | None, user_id: int) -> None:
    """Log a login with the user's id, and with the client as for a failed one."""
    logger.info("user_authenticated", user_id=user_id, **client_of(request))


@receiver(user_logged_in)
def log_session_login(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Log a login with a session, such as on the admin site."""
    log_login(request, user.pk)


def client_of(request: HttpRequest | Request | None) -> dict[str, str | None]:
    """Return the address and the user agent of the client, if there is a request."""
    if request is None:
        return {}
    return {
        "ip_address": request.META.get("REMOTE_ADDR"),
        "user_agent": request.headers.get("User-Agent"),
    }
