"""The description of the service: exactly the operations of the contract, and their statuses."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.client import record_of
from tests.contract.operations import OPERATIONS, Operation


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@pytest.fixture(scope="module")
def described(http: httpx.Client) -> dict[tuple[str, str], dict[str, Any]]:
    """The operations of /openapi.json by method and path, whatever a path calls its id."""
    document = record_of(http.get("/openapi.json"))
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{id}", path)): entry[method]
        for path, entry in document["paths"].items()
        for method in METHODS
        if method in entry
    }


def test_the_description_is_openapi_3(http: httpx.Client):
    response = http.get("/openapi.json")

    assert response.headers["content-type"].startswith("application/json")
    assert response.json()["openapi"].startswith("3.")


def test_it_describes_exactly_the_operations_of_the_contract(described):
    assert described.keys() == {(operation.method, operation.path) for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_an_operation_has_its_name_and_exactly_its_statuses(described, operation: Operation):
    entry = described[operation.method, operation.path]

    assert entry["operationId"] == operation.operation_id
    assert set(entry["responses"]) == {str(status) for status in operation.statuses}


def test_every_schema_it_refers_to_exists(http: httpx.Client):
    document = record_of(http.get("/openapi.json"))

    references = set(re.findall(r"'#/components/(\w+)/([\w.-]+)'", str(document)))

    known = {(kind, name) for kind, names in document["components"].items() for name in names}
    assert references - known == set()


class Scripts(HTMLParser):
    """The scripts of a page: the addresses of those from elsewhere."""

    def __init__(self) -> None:
        """Start with no script."""
        super().__init__()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the source of a script."""
        source = dict(attrs).get("src")
        if tag == "script" and source:
            self.sources.append(source)


def test_a_browser_may_load_what_shows_it(http: httpx.Client):
    response = http.get("/docs")
    scripts = Scripts()
    scripts.feed(response.text)

    policy = response.headers["Content-Security-Policy"]
    hosts = [urlsplit(source).netloc or "'self'" for source in scripts.sources]
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert hosts
    assert [host for host in hosts if host not in policy] == []
