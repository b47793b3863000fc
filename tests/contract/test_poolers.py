"""Behind PgBouncer a service responds as without it, and keeps its time limits."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.contract.client import ANY_VERSION, ITEMS, Account, create_item, error, register
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.service import Service, eventually
from tests.helpers.databases import client_of, table_lock
from tests.helpers.poolers import pgbouncer
from tests.helpers.rendering import ROOT, run


pytestmark = [
    pytest.mark.full,
    ON_POSTGRESQL,
    pytest.mark.parametrize("mode", ["session", "transaction"]),
]

RUNNING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
"""
UNAVAILABLE = (503, "service_unavailable")


@pytest.fixture
def http(service: Service, mode: str) -> Iterator[httpx.Client]:
    """A client of a service that is migrated and connected to its database through PgBouncer."""
    with pgbouncer(service.database_url, mode) as url:
        service.migrate(url)
        limits = {"DATABASE_STATEMENT_TIMEOUT_SECONDS": "1", "DATABASE_LOCK_TIMEOUT_SECONDS": "0.5"}
        with (
            service.launch({"DATABASE_URL": url, **limits}) as instance,
            httpx.Client(base_url=instance.base_url, timeout=30, trust_env=False) as client,
        ):
            yield client


def live(http: httpx.Client, account: Account) -> list[int]:
    """Create, read, change, list and total items; return the statuses."""
    item = create_item(http, account)
    path = f"{ITEMS}/{item['id']}"
    return [
        answer.status_code
        for answer in (
            http.get(path, auth=account),
            http.patch(path, json={"name": "Lamp"}, headers=ANY_VERSION, auth=account),
            http.get(ITEMS, params={"search": "amp"}, auth=account),
            http.get(f"{ITEMS}/totals", auth=account),
        )
    ]


def test_requests_at_once_share_the_sessions_of_a_pooler(http: httpx.Client):
    account = register(http)
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(lambda _: live(http, account), range(40))
        statuses = Counter(status for each in answers for status in each)

    assert statuses == {200: 160}


def test_limits_hold_through_a_pooler(service: Service, http: httpx.Client):
    account = register(http)
    with table_lock(service.database_url, "items"):
        for method, seconds in (("POST", 0.5), ("GET", 2)):
            start = time.monotonic()
            body = {"name": "Lamp", "price": "1.00"} if method == "POST" else None
            refused = http.request(method, ITEMS, json=body, auth=account)

            assert error(refused) == UNAVAILABLE
            assert seconds <= time.monotonic() - start < seconds + 3
        # The server has cancelled the statement that the service gave up.
        address, _, name = service.database_url.partition("://")[2].rpartition("/")
        ask = [*client_of("postgresql", address, name), "-qAtc", RUNNING]
        eventually(lambda: run(*ask, cwd=ROOT).strip() == "0", seconds=3)
