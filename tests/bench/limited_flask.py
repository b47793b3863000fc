"""Applications with Flask for `limiters.py`, with and without a limit of their one route.

This module runs in the environment of a rendered service, with the compared packages.
"""
# mypy: ignore-errors
# It runs in a rendered service's environment, whose packages mypy does not find here.

from app import logs, redis_client
from app.api import error_handlers, health
from app.application import Application
from app.config import get_settings
from app.middleware.rate_limit import init_rate_limits
from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def view():
    """Respond with an empty object."""
    return {}


def service(_: str, *, is_limited: bool):
    """Return an application with the service's functions."""
    app = Application(__name__, enable_openapi=False)
    app.get("/")(view)
    logs.configure_logging(get_settings())
    error_handlers.init_app(app, get_settings())
    health.init_app(app)
    redis_client.init_app(app, get_settings())
    if is_limited:
        init_rate_limits(app, get_settings())
    return app


def flask_limiter(url: str, *, is_limited: bool):
    """Return an application with Flask-Limiter."""
    app = Flask(__name__)
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=url,
        strategy="moving-window",
        headers_enabled=True,
    )
    app.get("/")(limiter.limit("100/minute")(view) if is_limited else view)
    return app


PROGRAMS = {"service": service, "Flask-Limiter": flask_limiter}
