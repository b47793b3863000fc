"""What is noted of those who fail to log in."""

from typing import Any

import structlog
from django.http import HttpRequest
from rest_framework.request import Request


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def log_failed_login(request: HttpRequest | Request, **_: Any) -> None:
    """Log where an attempt came from, whether at the API or at the admin site."""
    address, agent = request.META["REMOTE_ADDR"], request.headers.get("User-Agent")
    logger.warning("login_failed", address=address, user_agent=agent)
