"""While a migration runs, the service answers each request with success or 503."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx

from tests.contract.client import ITEMS, Account, error, register
from tests.contract.service import Instance, Service, eventually
from tests.helpers.databases import execute


CLIENTS = 8
# Before and after each change of a table. A driver may prepare a statement at its fifth execution.
MANY = 200
# Add a column, change the type of one that is read, and undo both.
CHANGES = {
    "postgresql": [
        "ALTER TABLE items ADD COLUMN colour varchar(20)",
        "ALTER TABLE items ALTER COLUMN name TYPE varchar(120)",
        "ALTER TABLE items DROP COLUMN colour",
        "ALTER TABLE items ALTER COLUMN name TYPE varchar(100)",
    ],
    "mysql": [
        "ALTER TABLE items ADD COLUMN colour varchar(20)",
        "ALTER TABLE items MODIFY COLUMN name varchar(120) NOT NULL",
        "ALTER TABLE items DROP COLUMN colour",
        "ALTER TABLE items MODIFY COLUMN name varchar(100) NOT NULL",
    ],
}


class Load:
    """Clients that read and write items until they are stopped."""

    def __init__(self, instance: Instance, account: Account) -> None:
        """Store the instance and the account to use."""
        self.instance = instance
        self.account = account
        self.answers: Counter[tuple[int, str]] = Counter()
        self.is_over = Event()

    def run(self) -> None:
        """Create, list and read items."""
        with httpx.Client(base_url=self.instance.base_url, auth=self.account, timeout=30) as http:
            while not self.is_over.is_set():
                body = {"name": "Lamp", "price": "1.00"}
                created = http.post(ITEMS, json=body)
                listed = http.get(ITEMS)
                for answer in (created, listed):
                    code = "" if answer.is_success else error(answer)[1]
                    self.answers[answer.status_code, code] += 1

    def more(self) -> None:
        """Wait until many more requests have succeeded."""
        end = self.succeeded() + MANY
        eventually(lambda: self.succeeded() >= end, 60)

    def succeeded(self) -> int:
        """Return the number of requests that have succeeded."""
        return self.answers[200, ""] + self.answers[201, ""]


def test_a_migration_costs_no_request_an_error(service: Service, http: httpx.Client):
    with service.launch({}) as instance, ThreadPoolExecutor(CLIENTS) as pool:
        load = Load(instance, register(http))
        runs = [pool.submit(load.run) for _ in range(CLIENTS)]
        try:
            load.more()
            for change in CHANGES[service.database_url.partition(":")[0]]:
                execute(service.database_url, change)
                load.more()
        finally:
            load.is_over.set()
        for run in runs:
            run.result(60)

    expected = {(200, ""), (201, ""), (503, "service_unavailable")}
    assert set(load.answers) <= expected, load.answers
