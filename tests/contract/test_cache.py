"""The cached totals and counts of items, over servers with two processes and a real Valkey."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.contract.client import ANY_VERSION, ITEMS, Account, create_item, item_path, register
from tests.contract.conftest import WITH_SEVERAL
from tests.contract.service import Instance, Service, eventually
from tests.contract.test_redis_outages import LONGEST, full, killed, paused, read_only
from tests.contract.valkey import Valkey, valkey
from tests.helpers.projects import Projects


pytestmark = [pytest.mark.full, WITH_SEVERAL]

TOTALS = f"{ITEMS}/totals"
# The longest that a value is stale after an outage during which it has changed, in seconds.
BOUND = 3


@pytest.fixture
def project(request: pytest.FixtureRequest, projects: Projects) -> Path:
    """The folder of the service under test."""
    framework, database, *capabilities = request.node.callspec.params["service"]
    return projects.installed(f"{framework} on {database}", *capabilities)


@pytest.fixture
def server(project: Path) -> Iterator[Valkey]:
    """A Valkey that no other test uses."""
    with valkey(project) as server:
        yield server


@pytest.fixture
def instance(service: Service, server: Valkey) -> Iterator[Instance]:
    """A server with two processes."""
    with service.launch({"REDIS_URL": server.url, "WEB_CONCURRENCY": "2"}) as instance:
        yield instance


@pytest.fixture
def client(instance: Instance) -> Iterator[httpx.Client]:
    """A client that opens a connection for each request, so that both processes respond."""
    limits = httpx.Limits(max_keepalive_connections=0)
    url = instance.base_url
    with httpx.Client(base_url=url, limits=limits, timeout=20, trust_env=False) as client:
        yield client


def totals(client: httpx.Client, account: Account) -> list[tuple[int, str]]:
    """Return the count and the total of each month."""
    response = client.get(TOTALS, auth=account)
    assert response.status_code == 200
    return [(each["count"], each["total"]) for each in response.json()["months"]]


def test_every_process_shows_a_change_at_once(client: httpx.Client):
    account = register(client)
    seen = []
    item = create_item(client, account, price="10.00")
    seen += [totals(client, account) for _ in range(6)]
    other = create_item(client, account, price="5.00")
    seen += [totals(client, account) for _ in range(6)]
    changed = client.patch(
        item_path(item), json={"price": "20.00"}, headers=ANY_VERSION, auth=account
    )
    seen += [totals(client, account) for _ in range(6)]
    client.delete(item_path(other), headers=ANY_VERSION, auth=account)
    seen += [totals(client, account) for _ in range(6)]

    assert changed.status_code == 200
    assert seen == [
        each
        for month in ((1, "10.00"), (2, "15.00"), (2, "25.00"), (1, "20.00"))
        for each in [[month]] * 6
    ]


def test_a_year_is_taken_from_what_is_cached_of_all_years(client: httpx.Client):
    account = register(client)
    month = create_item(client, account)["created_at"][:7]
    totals(client, account)
    of_year = client.get(TOTALS, params={"year": month[:4]}, auth=account).json()["months"]
    of_another = client.get(TOTALS, params={"year": "1999"}, auth=account).json()["months"]

    assert [each["month"] for each in of_year] == [month]
    assert of_another == []


def test_values_are_in_redis_with_an_end(client: httpx.Client, server: Valkey):
    account = register(client)
    create_item(client, account)
    totals(client, account)
    (key,) = re.findall(rf"[\w-]+:cache:\S*:{account.id}\b", server.send("KEYS", "*").decode())
    milliseconds = int(server.send("PTTL", key)[1:])

    assert 50_000 < milliseconds <= 60_000
    assert server.send("KEYS", "*:lock:*") == b"*0\r\n"


def test_the_list_of_an_admin_counts_at_once_what_is_new(client: httpx.Client, admin: Account):
    account = register(client)
    counts = []
    for _ in range(3):
        create_item(client, account)
        counts.append({client.get(ITEMS, auth=admin).json()["total"] for _ in range(6)})

    assert all(len(each) == 1 for each in counts)
    first, second, third = (count for each in counts for count in each)
    assert (second, third) == (first + 1, first + 2)


@pytest.mark.parametrize("fault", [killed, paused, full, read_only], ids=lambda each: each.__name__)
def test_an_outage_changes_no_response(client: httpx.Client, server: Valkey, project: Path, fault):
    account = register(client)
    item = create_item(client, account, price="10.00")
    right = [totals(client, account) for _ in range(4)]
    seconds = []
    with fault(server, project) as mend:
        change = {"price": "30.00"}
        changed = client.patch(item_path(item), json=change, headers=ANY_VERSION, auth=account)
        for _ in range(40):
            started = time.monotonic()
            right.append(totals(client, account))
            seconds.append(time.monotonic() - started)
        ready = client.get("/health/ready").json()
        mend()
        mended = time.monotonic()
        eventually(lambda: client.get("/health/ready").json()["status"] == "ok", 15)
        time.sleep(max(mended + BOUND - time.monotonic(), 0))
        right += [totals(client, account) for _ in range(6)]

    assert changed.status_code == 200
    assert right == [[(1, "10.00")]] * 4 + [[(1, "30.00")]] * 46
    assert max(seconds) < LONGEST
    assert (ready["status"], ready["checks"]["cache"]) == ("degraded", "failed")
