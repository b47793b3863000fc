"""The metrics that Prometheus reads."""

import os
import re
import signal
import subprocess
from contextlib import suppress
from itertools import pairwise

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    ITEMS,
    USERS,
    Account,
    create_item,
    log_in,
    register,
)
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.service import CORS_ORIGIN, Instance, Service, eventually


pytestmark = ON_POSTGRESQL

TOKEN = "a-token-for-Prometheus-alone"
SAMPLE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")
LABEL = re.compile(r'\w+="[^"]*"')
LIVE = {"method": "GET", "route": "/health/live", "status": "200"}
PUBLISH = {"method": "POST", "route": f"{ITEMS}/{{item_id}}/publish", "status": "200"}


def value(text: str, name: str, **labels: str) -> float:
    """Return the value of a sample, or 0 without it."""
    wanted = {f'{key}="{label}"' for key, label in labels.items()}
    for line in text.splitlines():
        found = SAMPLE.fullmatch(line)
        if found and (found[1], set(LABEL.findall(found[2] or ""))) == (name, wanted):
            return float(found[3])
    return 0


def scraped(base_url: str, **headers: str) -> str:
    """Return the metrics of a server, read over a connection of its own."""
    response = httpx.get(f"{base_url}/metrics", headers=headers, trust_env=False)
    assert response.status_code == 200
    return response.text


def test_requests_are_counted_by_their_route(service: Service, http: httpx.Client):
    account = register(http)
    before = scraped(service.base_url)
    for _ in range(2):
        path = f"{ITEMS}/{create_item(http, account)['id']}/publish"
        http.post(path, headers=ANY_VERSION, auth=account)
    http.get("/nowhere/else")
    after = scraped(service.base_url)

    for name in ("http_requests_total", "http_request_duration_seconds_count"):
        assert value(after, name, **PUBLISH) - value(before, name, **PUBLISH) == 2
    unknown = {"method": "GET", "route": "unmatched", "status": "404"}
    assert value(after, "http_requests_total", **unknown) > 0
    assert not re.search(r"/items/[0-9]|nowhere", after)


@pytest.mark.parametrize(
    ("method", "route"),
    [
        ("DELETE", ITEMS),
        ("PUT", f"{ITEMS}/{{item_id}}"),
        ("GET", f"{ITEMS}/batch"),
        ("PATCH", f"{USERS}/me"),
    ],
)
def test_a_refused_method_is_counted_by_its_path(
    service: Service, http: httpx.Client, admin: Account, method: str, route: str
):
    labels = {"method": method, "route": route, "status": "405"}
    before = scraped(service.base_url)
    http.request(method, route.format(item_id=7), headers=ANY_VERSION, auth=admin)
    after = scraped(service.base_url)

    counts = [value(text, "http_requests_total", **labels) for text in (before, after)]
    assert counts[1] == counts[0] + 1


def test_logins_and_published_items_are_counted(service: Service, http: httpx.Client):
    account = register(http)
    before = scraped(service.base_url)
    log_in(http, account.email)
    http.post(f"{AUTH}/login", json={"email": account.email, "password": "Wrong-horse-7"})
    path = f"{ITEMS}/{create_item(http, account)['id']}/publish"
    http.post(path, headers=ANY_VERSION, auth=account)
    after = scraped(service.base_url)

    for name, labels in (
        ("logins_total", {"outcome": "success"}),
        ("logins_total", {"outcome": "failure"}),
        ("items_published_total", {}),
    ):
        assert value(after, name, **labels) - value(before, name, **labels) == 1


def test_they_are_read_at_any_address_by_no_browser(service: Service, http: httpx.Client):
    headers = {"Host": "10.1.2.3:8000", "Origin": CORS_ORIGIN}
    response = http.get("/metrics", headers=headers)

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert not [name for name in response.headers if name.startswith("access-control")]
    assert "/metrics" not in response.text
    assert "/metrics" not in http.get("/openapi.json").json()["paths"]


def test_openmetrics_is_a_format(http: httpx.Client):
    response = http.get("/metrics", headers={"Accept": "application/openmetrics-text"})

    assert response.headers["Content-Type"].startswith("application/openmetrics-text")
    assert response.text.endswith("# EOF\n")


def test_a_token_is_required_if_one_is_set(service: Service):
    with service.launch({"METRICS_TOKEN": TOKEN}) as instance:
        refused = httpx.get(f"{instance.base_url}/metrics", trust_env=False)

        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert refused.json()["error"] == "not_authenticated"
        assert scraped(instance.base_url, Authorization=f"Bearer {TOKEN}")


def test_connections_in_use_are_given_back(service: Service, http: httpx.Client, admin: Account):
    for _ in range(3):
        http.get(ITEMS, auth=admin)

    text = scraped(service.base_url)
    assert "database_connections_in_use" in text
    assert eventually(lambda: value(scraped(service.base_url), "database_connections_in_use") == 0)


@pytest.mark.full
def test_processes_count_together_and_a_killed_one_is_remembered(service: Service):
    with service.launch({"WEB_CONCURRENCY": "2"}) as instance:
        for _ in range(40):
            httpx.get(f"{instance.base_url}/health/live", trust_env=False)
        counts = [lives(instance) for _ in range(6)]
        # The check of the start asks, too.
        assert counts[0] > 40
        assert len(set(counts)) == 1

        workers = children(instance.process.pid)
        with suppress(ProcessLookupError):
            os.kill(workers[-1], signal.SIGKILL)
        eventually(lambda: set(children(instance.process.pid)) > set(workers[:-1]), 20)
        counts += [eventually(lambda: lives(instance), 20)]
        assert all(later >= earlier for earlier, later in pairwise(counts))


def lives(instance: Instance) -> float:
    """Return how often a server was asked whether it lives."""
    with suppress(httpx.TransportError):
        return value(scraped(instance.base_url), "http_requests_total", **LIVE)
    return 0


def children(process: int) -> list[int]:
    """Return the ids of the processes that serve."""
    shown = subprocess.run(
        ["ps", "-ww", "--no-headers", "-o", "pid,args", "--ppid", str(process)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [int(line.split()[0]) for line in shown.splitlines() if "spawn_main" in line]
