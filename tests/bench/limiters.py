"""Compares limiters of requests in one process: `python -m tests.bench.run limiters` starts it.

This module runs in the environment of a rendered service, with the compared packages.
"""
# mypy: ignore-errors
# It runs in a rendered service's environment, whose packages mypy does not find here.

import asyncio
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from ipaddress import IPv4Address
from itertools import chain, count
from wsgiref.util import setup_testing_defaults

from dev.valkey import temporary_valkey


CLIENTS, AT_ONCE = 16, 400
# Each address stays below the limit of 100 requests a minute, so that all of these pass.
OF_ADDRESS, REQUESTS, ROUNDS = 50, 1_000, 10
SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/",
    "raw_path": b"/",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
    "server": ("localhost", 80),
}


class Asgi:
    """Sends requests to an ASGI application, from an event loop of its own."""

    def __init__(self, app) -> None:
        self.app = app
        # The service's own loop.
        self.loop = import_module("uvloop").new_event_loop()

    async def send(self, address: str) -> int:
        """Return the status of a response."""
        messages = []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            messages.append(message)

        await self.app({**SCOPE, "client": (address, 1)}, receive, send)
        return messages[0]["status"]

    async def send_all(self, addresses: list[str]) -> list[int]:
        """Send requests from several tasks."""
        waiting = iter(addresses)

        async def client() -> list[int]:
            return [await self.send(address) for address in waiting]

        return [*chain(*await asyncio.gather(*(client() for _ in range(CLIENTS))))]

    def statuses(self, addresses: list[str]) -> list[int]:
        """Return the statuses of the responses to requests from these addresses."""
        return self.loop.run_until_complete(self.send_all(addresses))


class Wsgi:
    """Sends requests to a WSGI application, from several threads."""

    def __init__(self, app) -> None:
        self.app, self.pool = app, ThreadPoolExecutor(CLIENTS)

    def send(self, address: str) -> int:
        """Return the status of a response."""
        environ, statuses = {"REMOTE_ADDR": address, "PATH_INFO": "/"}, []
        setup_testing_defaults(environ)
        body = self.app(environ, lambda status, *_: statuses.append(int(status[:3])))
        b"".join(body)
        getattr(body, "close", int)()
        return statuses[0]

    def statuses(self, addresses: list[str]) -> list[int]:
        """Return the statuses of the responses to requests from these addresses."""
        return [*self.pool.map(self.send, addresses)]


def cpu_us(sender: Asgi | Wsgi, numbers) -> float:
    """Return the processor time of a request that passes, in microseconds."""
    addresses = [str(IPv4Address(next(numbers) // OF_ADDRESS)) for _ in range(REQUESTS)]
    start = time.process_time()
    statuses = sender.statuses(addresses)
    seconds = time.process_time() - start
    assert {*statuses} == {200}, statuses
    return seconds / REQUESTS * 1e6


def measure(make, sender: type[Asgi | Wsgi], url: str, numbers) -> str:
    """Return the figures of a program."""
    limited, plain = (sender(make(url, is_limited=is_limited)) for is_limited in (True, False))
    passed = limited.statuses(["192.0.2.1"] * AT_ONCE).count(200)
    rounds = [(cpu_us(limited, numbers), cpu_us(plain, numbers)) for _ in range(ROUNDS)]
    with_limit, without = map(min, zip(*rounds, strict=True))
    return f"{with_limit - without:.0f} | {without:.0f} | {passed} |"


def main(framework: str) -> None:
    """Print a table of the limiters of a framework."""
    say(f"| limiter | CPU us of the limit | of the request without it | of {AT_ONCE}, pass |")
    say("|---|--:|--:|--:|")
    numbers = count(int(IPv4Address("10.0.0.0")) * OF_ADDRESS)
    sender = Asgi if framework == "fastapi" else Wsgi
    with temporary_valkey() as url:
        os.environ["REDIS_URL"] = url
        programs = import_module(f"limited_{framework}").PROGRAMS
        for name, make in programs.items():
            say(f"| {name} | {measure(make, sender, url, numbers)}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1])
