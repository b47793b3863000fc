"""The `Server-Timing` header with the duration of a request."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class TimingMiddleware:
    """Adds `Server-Timing` to every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        started = time.perf_counter()
        response = self.get_response(request)
        spent = (time.perf_counter() - started) * 1000
        response["Server-Timing"] = f"app;dur={spent:.1f}"
        return response
