"""Compares caches in one process: `python -m tests.bench.run cache` starts it.

This module runs in the environment of a rendered service, with the compared packages.
"""
# mypy: ignore-errors
# It runs in a rendered service's environment, whose packages mypy does not find here.

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from itertools import count
from types import SimpleNamespace

import redis
import redis.asyncio
from app.cache import get_or_load
from app.cached_values import codec_of
from app.redis_cache import RedisCache
from app.redis_client import RedisClient
from dev.valkey import temporary_valkey


CALLS, ROUNDS, SECONDS = 1_000, 10, 600
KEYS = (f"totals:{number}" for number in count())


@dataclass(frozen=True)
class Total:
    """The totals of a month, as the service has them."""

    month: str
    count: int
    total: Decimal
    average: Decimal


KIND = list[Total]
VALUE = [
    Total(f"2026-{month:02}", 8_000 + month, Decimal("399999.90"), Decimal("49.95"))
    for month in range(1, 13)
]
BYTES = codec_of(KIND).encode(VALUE)


def load():
    """Return the value at once."""
    return VALUE


async def load_async():
    """Return the value at once."""
    return VALUE


def service(url: str, loader):
    """Return the call of the service's cache."""
    cache = RedisCache(RedisClient(SimpleNamespace(redis_url=url)), "bench")
    return lambda key: get_or_load(cache, key, KIND, loader, expire=SECONDS)


def plain(url: str):
    """Return a call of redis-py that reads bytes, and stores them if there are none."""
    client = redis.Redis.from_url(url)
    return lambda key: client.get(key) or client.set(key, BYTES, ex=SECONDS)


def plain_async(url: str):
    """Return a call of redis-py that reads bytes, and stores them if there are none."""
    client = redis.asyncio.Redis.from_url(url)

    async def call(key: str):
        return await client.get(key) or await client.set(key, BYTES, ex=SECONDS)

    return call


def cashews(url: str, *, lock: bool):
    """Return a function that cashews caches."""
    cache = import_module("cashews").Cache()
    cache.setup(url)

    @cache(ttl=SECONDS, key="{key}", lock=lock)
    async def call(key: str):
        return VALUE

    return call


def flask_caching(url: str):
    """Return the calls that Flask-Caching's decorators make."""
    flask, library = import_module("flask"), import_module("flask_caching")
    config = {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": url}
    cache = library.Cache(flask.Flask("bench"), config=config)
    return lambda key: cache.get(key) or cache.set(key, VALUE, timeout=SECONDS)


def django(url: str):
    """Return the call of Django's cache."""
    cache = import_module("django.core.cache.backends.redis").RedisCache(url, {})
    return lambda key: cache.get_or_set(key, load, SECONDS)


PROGRAMS: dict[str, dict[str, Callable]] = {
    "fastapi": {
        "the service": lambda url: service(url, load_async),
        "redis-py, GET and SET of bytes": plain_async,
        "cashews": lambda url: cashews(url, lock=False),
        "cashews, `lock=True`": lambda url: cashews(url, lock=True),
    },
    "flask": {
        "the service": lambda url: service(url, load),
        "redis-py, GET and SET of bytes": plain,
        "Flask-Caching": flask_caching,
    },
    "django": {
        "the service": lambda url: service(url, load),
        "redis-py, GET and SET of bytes": plain,
        "Django's cache": django,
    },
}


async def result_of(called):
    """Return the result of a call, which may be a coroutine."""
    return await called if asyncio.iscoroutine(called) else called


async def timed(call, keys: list[str]) -> tuple[float, float]:
    """Return the processor time and the wall time of a call, in microseconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    for key in keys:
        await result_of(call(key))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return cpu / len(keys) * 1e6, wall / len(keys) * 1e6


async def measure(calls) -> dict[str, list[float]]:
    """Return the smallest times of the calls, by turns, of hits and of misses."""
    times = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            missing, stored = ([next(KEYS) for _ in range(CALLS)], [next(KEYS)])
            misses = await timed(call, missing)
            await timed(call, stored)
            assert await result_of(call(*stored)) in (VALUE, BYTES), f"{name} has stored nothing"
            times[name].append((*await timed(call, stored * CALLS), *misses))
    return {name: [*map(min, zip(*rounds, strict=True))] for name, rounds in times.items()}


def main(framework: str) -> None:
    """Print a table of the caches of a framework."""
    lines = ["| cache | hit: CPU us | hit: us | miss: CPU us | miss: us |", "|---|--:|--:|--:|--:|"]
    # The service's own loop.
    loop = import_module("uvloop").new_event_loop()
    with temporary_valkey() as url:
        calls = {name: make(url) for name, make in PROGRAMS[framework].items()}
        for name, times in loop.run_until_complete(measure(calls)).items():
            lines.append(f"| {name} | {' | '.join(f'{each:.0f}' for each in times)} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
