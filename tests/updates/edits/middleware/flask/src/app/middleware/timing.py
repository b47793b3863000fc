"""The `Server-Timing` header with the duration of a request."""

import time

from flask import Flask, Response, g


def start_clock() -> None:
    """Store the start time of the request."""
    g.clock = time.perf_counter()


def add_timing(response: Response) -> Response:
    """Add `Server-Timing`, unless the request was refused before the clock started."""
    if "clock" in g:
        spent = (time.perf_counter() - g.clock) * 1000
        response.headers["Server-Timing"] = f"app;dur={spent:.1f}"
    return response


def init_app(app: Flask) -> None:
    """Measure every request of the application."""
    app.before_request(start_clock)
    app.after_request(add_timing)
