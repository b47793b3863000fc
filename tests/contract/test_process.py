"""The process: its shutdown, its log, and responses to unhandled errors."""

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    ITEMS,
    USERS,
    Account,
    create_item,
    error,
    events,
    login,
    new_email,
    record_of,
    register,
    registration,
    reset_token,
)
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.service import STOP_SECONDS, Instance, Service, eventually


pytestmark = ON_POSTGRESQL

WORKERS = 8
WARM_UP = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """A request and its outcome: the status, or None if no complete response was received."""

    request_id: str
    status: int | None


class Loop:
    """Clients that create items one after the other until the server has stopped."""

    def __init__(self, instance: Instance, account: Account) -> None:
        """Store the instance and the account to use."""
        self.instance = instance
        self.account = account
        self.sent: list[Sent] = []
        self.is_warm = threading.Event()

    def run(self) -> None:
        """Create items named after their request ids until the server accepts no connection."""
        with httpx.Client(
            base_url=self.instance.base_url, timeout=STOP_SECONDS, trust_env=False
        ) as http:
            while True:
                request_id = uuid.uuid4().hex
                try:
                    status = self._create(http, request_id)
                except httpx.ConnectError:
                    return
                except httpx.TransportError:
                    status = None
                self.sent.append(Sent(request_id, status))
                if len(self.sent) >= WARM_UP:
                    self.is_warm.set()

    def _create(self, http: httpx.Client, request_id: str) -> int:
        body = {"name": request_id, "price": "1.00"}
        headers = {"X-Request-ID": request_id}
        return http.post(ITEMS, json=body, headers=headers, auth=self.account).status_code


def test_a_terminated_server_answers_what_it_has_begun(service: Service, http: httpx.Client):
    account = register(http)
    with (
        ThreadPoolExecutor(WORKERS) as pool,
        service.launch({}) as instance,
        httpx.Client(base_url=instance.base_url, trust_env=False) as idle,
    ):
        idle.get("/health")
        loop = Loop(instance, account)
        runs = [pool.submit(loop.run) for _ in range(WORKERS)]
        assert loop.is_warm.wait(STOP_SECONDS)
        exit_code = instance.terminate()
        for run in runs:
            run.result(STOP_SECONDS)
        log = events(instance.log)

    begun = {e["request_id"] for e in log if e["event"] == "request_started" if "request_id" in e}
    answered = {sent.request_id for sent in loop.sent if sent.status is not None}
    created = {sent.request_id for sent in loop.sent if sent.status == 201}
    assert exit_code in {0, -15}
    assert {sent.status for sent in loop.sent} <= {201, None}
    assert {sent.request_id for sent in loop.sent} & begun <= answered
    assert names_of_items(http, account) == created


def names_of_items(http: httpx.Client, account: Account) -> set[str]:
    names: list[str] = []
    while True:
        query = {"limit": 100, "offset": len(names)}
        page = record_of(http.get(ITEMS, params=query, auth=account))
        names += [item["name"] for item in page["items"]]
        if not page["items"]:
            return set(names)


def test_a_terminated_server_ends_in_time_with_connections_open(service: Service):
    with (
        service.launch({}) as instance,
        httpx.Client(base_url=instance.base_url, trust_env=False) as idle,
    ):
        idle.get("/health")
        start = time.monotonic()
        exit_code = instance.terminate()
        seconds = time.monotonic() - start

        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{instance.base_url}/health", trust_env=False)

    assert exit_code in {0, -15}
    assert seconds < STOP_SECONDS


def logged(service: Service, request_id: str) -> list[dict[str, object]]:
    """Return the events of a request after it has been logged as completed."""

    def finished() -> list[dict[str, object]]:
        found = events(service.log, request_id)
        return found if any(entry["event"] == "request_completed" for entry in found) else []

    return eventually(finished)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/health", 200), ("GET", "/nowhere", 404), ("POST", f"{AUTH}/login", 422)],
)
def test_every_request_logs_its_start_and_its_end(
    service: Service, http: httpx.Client, method: str, path: str, status: int
):
    request_id = uuid.uuid4().hex

    http.request(method, path, json={}, headers={"X-Request-ID": request_id})

    started, *_, finished = logged(service, request_id)
    assert (started["event"], finished["event"]) == ("request_started", "request_completed")
    assert (started["method"], started["path"]) == (method, path)
    assert (finished["method"], finished["path"]) == (method, path)
    assert finished["status_code"] == status
    assert 0 <= float(str(finished["duration_ms"])) < 20_000


def test_a_request_that_is_not_routed_is_logged_too(service: Service, http: httpx.Client):
    request_id = uuid.uuid4().hex

    http.get("/nowhere", headers={"X-Request-ID": request_id, "Host": "evil.test"})

    assert logged(service, request_id)[-1]["status_code"] == 400


def test_a_failed_login_is_logged_as_a_warning(service: Service, http: httpx.Client):
    request_id = uuid.uuid4().hex
    headers = {"X-Request-ID": request_id, "User-Agent": "Burglar/1.0"}
    body = {"email": new_email(), "password": "Wrong-horse-7"}

    http.post(f"{AUTH}/login", json=body, headers=headers)

    failed = [e for e in logged(service, request_id) if e["event"] == "authentication_failed"]
    assert [entry["level"] for entry in failed] == ["warning"]
    assert failed[0]["ip_address"] == "127.0.0.1"
    assert failed[0]["user_agent"] == "Burglar/1.0"


def test_business_events_are_logged_with_their_user_and_request(
    service: Service, http: httpx.Client
):
    account, request_id = register(http), uuid.uuid4().hex
    headers = {"X-Request-ID": request_id, "If-Match": "*"}
    item = create_item(http, account)["id"]
    path = f"{ITEMS}/{item}"
    http.patch(path, json={"price": "4.00"}, headers=headers, auth=account)
    http.post(f"{path}/publish", headers=headers, auth=account)
    http.delete(path, headers=headers, auth=account)
    http.get(path, headers=headers, auth=account)

    entries = eventually(lambda: ended(service, request_id, requests=4))
    changes = [entry for entry in entries if str(entry["event"]).startswith("item_")]
    assert [entry["event"] for entry in changes] == [
        *("item_updated", "item_published", "item_deleted"),
    ]
    assert {(entry["item_id"], entry["level"]) for entry in changes} == {(item, "info")}
    (missing,) = [entry for entry in entries if entry["event"] == "api_error"]
    assert (missing["code"], missing["status_code"]) == ("item_not_found", 404)
    assert all(
        {"method", "path", "user_id"} <= entry.keys()
        for entry in entries
        if entry["event"] != "request_started"
    )


def ended(service: Service, request_id: str, *, requests: int) -> list[dict[str, object]]:
    """Return the events of the requests with this id, once this many requests have completed."""
    found = events(service.log, request_id)
    completed = [entry for entry in found if entry["event"] == "request_completed"]
    return found if len(completed) == requests else []


def test_a_header_writes_no_line_of_its_own_into_the_log(service: Service, http: httpx.Client):
    request_id = uuid.uuid4().hex
    headers = {"X-Request-ID": request_id}

    http.get("/nowhere%0a%7b%22event%22%3a%22forged%22%7d", headers=headers)

    assert logged(service, request_id)
    assert [e for e in events(service.log) if e.get("event") == "forged"] == []


def test_no_secret_is_logged(service: Service, http: httpx.Client):
    passwords = [f"Secret-{uuid.uuid4().hex}-{number}" for number in range(5)]
    account = register(http, password=passwords[0])
    login(http, account.email, passwords[1])
    http.post(f"{AUTH}/register", json=registration(email="nobody", password=passwords[2]))
    http.post(f"{AUTH}/login", content=f'{{"password": "{passwords[3]}",')
    http.get(f"{USERS}/me", auth=account)
    http.post(f"{AUTH}/password-reset", json={"email": account.email})
    token = reset_token(service.outbox, account.email)
    confirmation = {"token": token, "password": passwords[4]}
    http.post(f"{AUTH}/password-reset/confirm", json=confirmation)
    last = http.get("/health").headers["X-Request-ID"]

    assert logged(service, last)
    text = service.log.read_text(encoding="utf-8")
    secrets = [*passwords, account.token, token, service.secret_key]
    assert [secret for secret in secrets if secret in text] == []
    assert "argon2id$" not in text


@pytest.fixture
def failing(service: Service, broken: Instance) -> Iterator[httpx.Client]:
    """A client of the broken server, with a valid token."""
    now = int(time.time())
    claims = {"sub": "1", "iat": now, "exp": now + 60}
    token = jwt.encode(claims, service.secret_key, algorithm="HS256")
    headers = {"Authorization": f"Bearer {token}", **ANY_VERSION}
    with httpx.Client(
        base_url=broken.base_url, headers=headers, timeout=20, trust_env=False
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{AUTH}/register", registration()),
        ("POST", f"{AUTH}/login", {"email": "ada@example.com", "password": "Correct-horse-7"}),
        ("GET", ITEMS, None),
        ("DELETE", f"{USERS}/1", None),
    ],
)
def test_a_failure_nobody_foresaw_tells_nothing(
    failing: httpx.Client, method: str, path: str, body: dict[str, str] | None
):
    response = failing.request(method, path, json=body)

    assert error(response) == (500, "internal_error")
    assert set(response.json()) == {"error", "message"}
    leaks = ["traceback", "select", "insert", "table", "relation", "sql", "users", "items"]
    assert [word for word in leaks if word in response.text.lower()] == []


def test_a_failure_is_logged_with_its_traceback_and_without_secrets(
    failing: httpx.Client, broken: Instance
):
    request_id = uuid.uuid4().hex
    password = f"Secret-{uuid.uuid4().hex}-1"

    failing.post(
        f"{AUTH}/register",
        json=registration(password=password),
        headers={"X-Request-ID": request_id},
    )

    entries = eventually(lambda: finished(broken.log, request_id))
    log = broken.log.read_text(encoding="utf-8")
    assert "Traceback" in log
    assert password not in log
    assert failing.headers["Authorization"].split()[1] not in log
    assert [entry["status_code"] for entry in entries] == [500]


def finished(log: Path, request_id: str) -> list[dict[str, Any]]:
    """Return the completion events of a request."""
    return [e for e in events(log, request_id) if e["event"] == "request_completed"]


def test_a_server_goes_on_after_a_failure(failing: httpx.Client):
    statuses = [failing.get(path).status_code for path in (ITEMS, "/health/live")]

    assert statuses == [500, 200]


def test_every_line_of_the_log_is_an_event(service: Service, http: httpx.Client):
    assert http.get("/health").is_success

    entries = events(service.log)

    assert entries
    assert [entry for entry in entries if "event" not in entry or "level" not in entry] == []
