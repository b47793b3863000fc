"""Responses while the database is unreachable, locked or slow, or the service is under attack."""

import socket
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.client import AUTH, ITEMS, PASSWORD, Account, error, events, login, register
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.gate import Gate, gate_to
from tests.contract.service import COSTLY, Instance, Service, eventually
from tests.helpers.databases import table_lock


# One second is enough for a service with a core of its own; here it shares two with other tests.
LIVE_SECONDS = 3


HALF_A_HEAD = b"GET /api/v1/items HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
# Shared, because creating a client takes longer than a request.
CLIENT = httpx.Client(timeout=30, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
UNAVAILABLE = (503, "service_unavailable")


@contextmanager
def gated(service: Service, **changes: str) -> Iterator[tuple[Gate, Instance]]:
    """Run a server whose database is behind a gate."""
    with (
        gate_to(service.database_url) as (gate, url),
        service.launch({"DATABASE_URL": url, **changes}) as instance,
    ):
        yield gate, instance


@contextmanager
def many(count: int, call: Callable[[], httpx.Response]) -> Iterator[list[Future[httpx.Response]]]:
    """Start calls concurrently, and wait for their responses at the end of the block."""
    with ThreadPoolExecutor(count) as pool:
        yield [pool.submit(call) for _ in range(count)]


def slowest_sign_of_life(base_url: str, *, seconds: float = 2) -> float:
    """Poll the liveness check for some seconds, and return the longest response time."""
    waits, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        assert status_of(base_url, "/health/live") == 200
        waits.append(time.monotonic() - start)
        time.sleep(0.05)
    return max(waits)


def status_of(base_url: str, path: str) -> int:
    """Send a request on a new connection and return the status of the response."""
    connection = HTTPConnection(urlsplit(base_url).netloc, timeout=10)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def items(base_url: str, account: Account, **headers: str) -> httpx.Response:
    return CLIENT.get(f"{base_url}{ITEMS}", auth=account, headers=headers)


def test_without_its_database_a_service_says_so_in_one_line(service: Service, http: httpx.Client):
    account, request_id = register(http), uuid.uuid4().hex
    with gated(service) as (gate, instance):
        assert items(instance.base_url, account).is_success
        gate.shut()
        items(instance.base_url, account)
        refused = items(instance.base_url, account, **{"X-Request-ID": request_id})
        wait = slowest_sign_of_life(instance.base_url, seconds=1)
        log = eventually(lambda: finished(instance, request_id))

        assert error(refused) == UNAVAILABLE
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert wait < LIVE_SECONDS
        assert [entry["event"] for entry in log] == [
            *("request_started", "api_error", "request_completed"),
        ]
        assert (log[1]["code"], log[1]["level"]) == ("service_unavailable", "warning")
        assert log[1]["reason"]
        assert "Traceback" not in instance.log.read_text(encoding="utf-8")


def test_a_reset_that_could_not_be_mailed_is_refused(service: Service, http: httpx.Client):
    account = register(http)
    with gated(service) as (gate, instance):
        gate.shut()
        body = {"email": account.email}
        refused = CLIENT.post(f"{instance.base_url}{AUTH}/password-reset", json=body)

        assert error(refused) == UNAVAILABLE


def test_a_reset_that_meets_a_lock_is_told_in_a_line(service: Service, http: httpx.Client):
    account, request_id = register(http), uuid.uuid4().hex
    body, headers = {"email": account.email}, {"X-Request-ID": request_id}
    with table_lock(service.database_url, "password_resets"):
        answer = http.post(f"{AUTH}/password-reset", json=body, headers=headers)
        assert answer.status_code == 202
        told = eventually(
            lambda: [e for e in events(service.log, request_id) if e["event"] == "mail_not_sent"],
            20,
        )

    assert len(told) == 1
    assert told[0]["reason"]
    assert not [e for e in events(service.log, request_id) if "exception" in e]


def test_resets_that_wait_for_the_database_do_not_keep_a_server(
    service: Service, http: httpx.Client
):
    body = {"email": register(http).email}
    with service.launch({}) as instance, table_lock(service.database_url, "password_resets"):
        ask = partial(CLIENT.post, f"{instance.base_url}{AUTH}/password-reset", json=body)
        with many(64, ask) as answers:
            pass
        assert {each.result().status_code for each in answers} <= {202, 503}

        assert instance.terminate() in {0, -15}


def finished(instance: Instance, request_id: str) -> list[dict[str, object]]:
    """Return the events of a request after it has been logged as completed."""
    entries = events(instance.log, request_id)
    return entries if any(e["event"] == "request_completed" for e in entries) else []


def test_the_first_good_answer_comes_soon_after_an_outage(service: Service, http: httpx.Client):
    assert seconds_to_recover(service, register(http), outage=0) < 2


@ON_POSTGRESQL
@pytest.mark.full
def test_the_first_good_answer_comes_soon_after_a_long_outage(service: Service, http: httpx.Client):
    assert seconds_to_recover(service, register(http), outage=10) < 2


def seconds_to_recover(service: Service, account: Account, *, outage: int) -> float:
    """Shut the database off for some seconds, and return the seconds from its return to success."""
    with gated(service) as (gate, instance):
        assert items(instance.base_url, account).is_success
        gate.shut()
        end = time.monotonic() + outage
        assert error(items(instance.base_url, account)) == UNAVAILABLE
        while time.monotonic() < end:
            assert error(items(instance.base_url, account)) == UNAVAILABLE
            time.sleep(0.2)
        gate.open()
        start = time.monotonic()
        eventually(lambda: items(instance.base_url, account).is_success)
        return time.monotonic() - start


def test_a_database_that_says_nothing_is_given_up(service: Service, http: httpx.Client):
    account = register(http)
    with gated(service, DATABASE_STATEMENT_TIMEOUT_SECONDS="1") as (gate, instance):
        ask = partial(items, instance.base_url, account)
        assert ask().is_success
        gate.silence()
        start = time.monotonic()
        with many(20, ask) as answers:
            assert slowest_sign_of_life(instance.base_url, seconds=1) < LIVE_SECONDS
        assert {error(answer.result()) for answer in answers} == {UNAVAILABLE}
        assert time.monotonic() - start < 10
        gate.speak()
        start = time.monotonic()
        eventually(lambda: ask().is_success)

        assert time.monotonic() - start < 2
        assert "Traceback" not in instance.log.read_text(encoding="utf-8")


def test_requests_for_a_locked_table_are_refused_and_the_service_lives(
    service: Service, http: httpx.Client
):
    account = register(http)
    with service.launch({}) as instance:
        ask = partial(items, instance.base_url, account)
        assert ask().is_success
        with table_lock(service.database_url, "items"), many(64, ask) as answers:
            wait = slowest_sign_of_life(instance.base_url)

            assert {error(answer.result()) for answer in answers} == {UNAVAILABLE}
        assert wait < LIVE_SECONDS
        assert ask().is_success
        assert "Traceback" not in instance.log.read_text(encoding="utf-8")


def test_a_slow_statement_is_refused(service: Service, http: httpx.Client):
    account = register(http)
    limits = {
        "DATABASE_STATEMENT_TIMEOUT_SECONDS": "0.5",
        "DATABASE_LOCK_TIMEOUT_SECONDS": "60",
    }
    with service.launch(limits) as instance, table_lock(service.database_url, "items"):
        start = time.monotonic()
        refused = items(instance.base_url, account)

        assert error(refused) == UNAVAILABLE
        assert 0.5 <= time.monotonic() - start < 5


@ON_POSTGRESQL
def test_a_burst_of_logins_leaves_the_service_alive(service: Service):
    with (
        service.launch(COSTLY) as instance,
        httpx.Client(base_url=instance.base_url, timeout=30, trust_env=False) as client,
        many(60, partial(login, client, register(client).email)) as answers,
    ):
        wait = slowest_sign_of_life(instance.base_url)
        statuses = {answer.result().status_code for answer in answers}
        refused = [answer.result() for answer in answers if answer.result().status_code == 503]

        assert wait < LIVE_SECONDS
        assert 200 in statuses
        assert statuses <= {200, 503}
        assert {error(answer) for answer in refused} <= {UNAVAILABLE}


@ON_POSTGRESQL
@pytest.mark.parametrize("start", [b"", HALF_A_HEAD, "body"], ids=["nothing", "head", "body"])
def test_connections_that_send_half_a_request_leave_the_service_alive(
    service: Service, start: bytes | str
):
    with service.launch({}) as instance, ExitStack() as stack:
        parts = urlsplit(instance.base_url)
        half = start if isinstance(start, bytes) else half_a_body()
        for _ in range(200):
            connection = socket.create_connection((parts.hostname, parts.port))
            stack.enter_context(connection)
            connection.sendall(half)

        assert slowest_sign_of_life(instance.base_url) < LIVE_SECONDS
        assert status_of(instance.base_url, ITEMS) == 401


def half_a_body() -> bytes:
    """Return a login whose body is incomplete."""
    head = f"POST {AUTH}/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f'{head}Content-Length: 100\r\n\r\n{{"password": "{PASSWORD}'.encode()
