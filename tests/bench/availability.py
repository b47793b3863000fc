"""Measures a service during an outage and under attack, and the cost of its time limits."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from tests.bench.load import Operation, compare, serving
from tests.bench.machine import say
from tests.contract.gate import gate_to
from tests.helpers.databases import table_lock


LOGINS, WAITING, HALF_HEADS = 60, 64, 200
OUTAGE_SECONDS = 10
CREDENTIALS = b'{"email": "user1@example.com", "password": "Correct-horse-7"}'
NO_LIMITS = {
    "DATABASE_STATEMENT_TIMEOUT_SECONDS": "0",
    "DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_SECONDS": "0",
    "DATABASE_LOCK_TIMEOUT_SECONDS": "3600",
    "DATABASE_POOL_TIMEOUT_SECONDS": "3600",
}


def measure(
    program: Sequence[str], service: Path, environment: Mapping[str, str], items: Operation
) -> None:
    """Print the figures of one service. `items` is the operation that reads a list."""
    with (
        gate_to(environment["DATABASE_URL"]) as (gate, url),
        serving(program, service, {**environment, "DATABASE_URL": url}) as server,
    ):
        address = server.instance.base_url
        ask = partial(answer, address, items)
        with table_lock(environment["DATABASE_URL"], "items"), many(WAITING, ask):
            say(f"alive with {WAITING} requests for a locked table: {slowest(address):.2f} s")
        with many(LOGINS, partial(answer, address, login())):
            say(f"alive with {LOGINS} logins at once: {slowest(address):.2f} s")
        with half_heads(address):
            say(f"alive with {HALF_HEADS} half heads: {slowest(address):.2f} s")
        gate.shut()
        say(f"alive without its database: {slowest(address):.2f} s")
        say(f"answers in an outage: {outage(ask)}")
        gate.open()
        start = time.monotonic()
        while ask()[0] != 200:
            time.sleep(0.01)
        say(f"the first good answer after an outage: {time.monotonic() - start:.2f} s")


def cost_of_limits(
    program: Sequence[str],
    service: Path,
    environment: Mapping[str, str],
    operations: Sequence[Operation],
) -> None:
    """Print the request rate with the time limits relative to the rate without them."""
    with (
        serving(program, service, environment) as limited,
        serving(program, service, {**environment, **NO_LIMITS}) as unlimited,
    ):
        results = compare({"limited": limited, "unlimited": unlimited}, operations)
    for operation, figures in results.items():
        ratio = figures["limited"].rate / figures["unlimited"].rate
        say(f"{operation} with its time limits: {ratio:.3f} of the rate without")


def login() -> Operation:
    """Return a login with a wrong password, which is refused after the hash is computed."""
    return Operation("login", "POST", "/api/v1/auth/login", "", CREDENTIALS.decode())


def answer(address: str, operation: Operation) -> tuple[int, float]:
    """Send a request on a new connection, and return the status (0 for none) and the seconds."""
    start = time.monotonic()
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Content-Type": "application/json"}
    if operation.token:
        headers["Authorization"] = f"Bearer {operation.token}"
    try:
        connection.request(operation.method, operation.path, operation.body or None, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException):
        status = 0
    finally:
        connection.close()
    return status, time.monotonic() - start


@contextmanager
def many(count: int, call: Callable[[], object]) -> Iterator[None]:
    """Start calls concurrently, and wait for them at the end of the block."""
    with ThreadPoolExecutor(count) as pool:
        for _ in range(count):
            pool.submit(call)
        yield


@contextmanager
def half_heads(address: str) -> Iterator[None]:
    """Keep connections open that have sent an incomplete request head."""
    parts = urlsplit(address)
    with ExitStack() as stack:
        for _ in range(HALF_HEADS):
            connection = socket.create_connection((parts.hostname, parts.port))
            stack.enter_context(connection)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        yield


def slowest(address: str, *, seconds: float = 2) -> float:
    """Poll the liveness check for some seconds, and return the longest response time."""
    live = Operation("live", "GET", "/health/live", "")
    waits, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        waits.append(answer(address, live)[1])
        time.sleep(0.02)
    return max(waits)


def outage(ask: Callable[[], tuple[int, float]]) -> str:
    """Send requests in sequence during an outage; summarise statuses and response times."""
    answers, end = [], time.monotonic() + OUTAGE_SECONDS
    while time.monotonic() < end:
        answers.append(ask())
        time.sleep(0.05)
    statuses = sorted({status for status, _ in answers})
    cuts = quantiles((seconds * 1000 for _, seconds in answers), n=100)
    return f"{len(answers)} of status {statuses}, p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms"
