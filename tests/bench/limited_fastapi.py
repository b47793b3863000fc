"""Applications with FastAPI for `limiters.py`, with and without a limit of their one route.

This module runs in the environment of a rendered service, with the compared packages.
"""
# mypy: ignore-errors
# It runs in a rendered service's environment, whose packages mypy does not find here.

import time

from app import logs, redis_client
from app.application import Application
from app.config import get_settings
from app.middleware import rate_limit
from fastapi import Depends, FastAPI, Request, Response
from fastapi_limiter.depends import RateLimiter
from pyrate_limiter import BucketFactory, Limiter, Rate, RateItem
from pyrate_limiter.buckets.redis_bucket import LuaScript, RedisBucket
from redis import Redis
from redis.asyncio import from_url
from slowapi import Limiter as SlowapiLimiter
from slowapi import _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address


async def view(request: Request, response: Response):
    """Respond with an empty object."""
    return {}


def service(_: str, *, is_limited: bool):
    """Return an application with the service's middleware."""
    app = Application()
    app.get("/")(view)
    logs.configure_logging(get_settings())
    redis_client.install(app, get_settings())
    if is_limited:
        rate_limit.install(app, get_settings())
    return app


def slowapi(url: str, *, is_limited: bool):
    """Return an application with slowapi."""
    app = FastAPI()
    limiter = app.state.limiter = SlowapiLimiter(
        get_remote_address, storage_uri=url, strategy="moving-window", headers_enabled=True
    )
    app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)
    app.get("/")(limiter.limit("100/minute")(view) if is_limited else view)
    return app


class Buckets(BucketFactory):
    """A bucket for each client, where the documentation has one for all clients."""

    def __init__(self, url: str) -> None:
        self.redis = from_url(url)
        self.script = Redis.from_url(url).script_load(LuaScript.PUT_ITEM)

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        """Return an item with the time."""
        return RateItem(name, time.time_ns() // 1_000_000, weight)

    def get(self, item: RateItem) -> RedisBucket:
        """Return the bucket of an item."""
        return RedisBucket([Rate(100, 60_000)], self.redis, item.name, self.script)


def fastapi_limiter(url: str, *, is_limited: bool):
    """Return an application with fastapi-limiter."""
    app = FastAPI()
    limits = [Depends(RateLimiter(Limiter(Buckets(url))))] if is_limited else []
    app.get("/", dependencies=limits)(view)
    return app


PROGRAMS = {"service": service, "slowapi": slowapi, "fastapi-limiter": fastapi_limiter}
