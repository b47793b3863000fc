"""What callers notice while Redis is away: nothing but missing headers."""

import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.contract.client import login, new_email
from tests.contract.conftest import WITH_LIMITS
from tests.contract.service import Instance, Service, eventually, free_port
from tests.contract.valkey import Valkey, tls_relay, valkey
from tests.helpers.projects import Projects


pytestmark = [pytest.mark.full, WITH_LIMITS]

UNKNOWN = "/api/v1/nothing"
# The most that a request may take because of Redis, in seconds.
LONGEST = 0.6


@contextmanager
def killed(server: Valkey, project: Path) -> Iterator[Callable[[], object]]:
    """Kill the server, and yield a function that starts another one in its place."""
    server.process.kill()
    server.process.wait()
    started = valkey(project, server.port)
    yield started.__enter__
    started.__exit__(None, None, None)


@contextmanager
def paused(server: Valkey, _: Path) -> Iterator[Callable[[], object]]:
    """Stop the server's process, which keeps its connections and accepts others."""
    server.process.send_signal(signal.SIGSTOP)
    yield lambda: server.process.send_signal(signal.SIGCONT)


@contextmanager
def full(server: Valkey, _: Path) -> Iterator[Callable[[], object]]:
    """Take the server's memory."""
    server.send("CONFIG", "SET", "maxmemory", "1")
    yield lambda: server.send("CONFIG", "SET", "maxmemory", "0")


@contextmanager
def read_only(server: Valkey, _: Path) -> Iterator[Callable[[], object]]:
    """Make the server the replica of another one."""
    server.send("REPLICAOF", "127.0.0.1", str(free_port()))
    yield lambda: server.send("REPLICAOF", "NO", "ONE")


@pytest.fixture
def project(request: pytest.FixtureRequest, projects: Projects) -> Path:
    """The folder of the service under test."""
    framework, database, *capabilities = request.node.callspec.params["service"]
    return projects.installed(f"{framework} on {database}", *capabilities)


def events(instance: Instance) -> list[str]:
    """Return the events of the log that tell of Redis."""
    lines = [json.loads(line) for line in instance.log.read_text("utf-8").splitlines()]
    return [line["event"] for line in lines if line["event"].startswith("redis_")]


def timed(http: httpx.Client) -> tuple[httpx.Response, float]:
    """Send a request, and return the response with the seconds that it took."""
    started = time.monotonic()
    return http.get(UNKNOWN), time.monotonic() - started


@pytest.mark.parametrize("fault", [killed, paused, full, read_only], ids=lambda each: each.__name__)
def test_requests_pass_in_time_and_are_limited_again_afterwards(
    service: Service, project: Path, fault
):
    limit = {"RATE_LIMIT_REQUESTS": "5"}
    with (
        valkey(project) as server,
        service.launch({"REDIS_URL": server.url, **limit}) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20, trust_env=False) as http,
    ):
        before = http.get(UNKNOWN)
        with fault(server, project) as mend:
            passed = [timed(http) for _ in range(60)]
            ready = http.get("/health/ready")
            mend()
            refused = eventually(lambda: http.get(UNKNOWN).status_code == 429, 15)
        told = eventually(lambda: events(instance)[1:] and events(instance))

    assert before.headers["RateLimit"].startswith('"default";r=4;')
    assert {response.status_code for response, _ in passed} == {404}
    assert not any("RateLimit" in response.headers for response, _ in passed)
    assert max(seconds for _, seconds in passed) < LONGEST
    assert ready.status_code == 200
    assert refused
    assert told == ["redis_unavailable", "redis_available"]


def test_readiness_tells_of_the_server(service: Service, project: Path):
    away = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}"}
    with valkey(project) as server, service.launch({"REDIS_URL": server.url}) as there:
        ready = httpx.get(f"{there.base_url}/health/ready", trust_env=False)
    with service.launch(away) as instance:
        degraded = httpx.get(f"{instance.base_url}/health/ready", trust_env=False)

    assert ready.json() == {"status": "ok", "checks": {"database": "ok", "rate_limit": "ok"}}
    assert degraded.status_code == 200
    assert degraded.json() == {
        "status": "degraded",
        "checks": {"database": "ok", "rate_limit": "failed"},
    }


def test_logins_are_still_limited_by_each_process(service: Service):
    away = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}", "LOGIN_RATE_LIMIT_REQUESTS": "3"}
    with (
        service.launch(away) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20, trust_env=False) as http,
    ):
        statuses = [login(http, new_email()).status_code for _ in range(5)]
        told = events(instance)

    assert statuses == [401, 401, 401, 429, 429]
    assert told == ["redis_unavailable"]


def test_the_connection_may_be_encrypted(service: Service, project: Path):
    with valkey(project) as server, tls_relay(project, server.port) as (port, authority):
        url = f"rediss://localhost:{port}/0"
        trusted = {"REDIS_URL": f"{url}?ssl_ca_certs={authority}"}
        responses = []
        for changes in (trusted, {"REDIS_URL": url}):
            with service.launch(changes) as instance:
                responses.append(httpx.get(f"{instance.base_url}{UNKNOWN}", trust_env=False))

    # Without the authority, the certificate is not trusted.
    assert ["RateLimit" in response.headers for response in responses] == [True, False]


@pytest.mark.parametrize(
    "url", ["localhost:6379", "http://localhost", "redis://localhost/x", "redis://h?timeout=9"]
)
def test_a_malformed_address_stops_the_start(service: Service, url: str):
    with pytest.raises(RuntimeError, match=r"Configuration error: REDIS_URL: \w+.*[^\n]\n?\Z"):
        service.launch({"REDIS_URL": url}).__enter__()
