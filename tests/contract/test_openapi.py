"""The description of the service: exactly the operations of the contract, and their statuses."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.client import record_of
from tests.contract.operations import OPERATIONS, Operation
from tests.contract.service import Service


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


class Elsewhere(HTMLParser):
    """What a page loads from other hosts, with the hashes that it has to have."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.hashes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads."""
        given = dict(attrs)
        address = given.get("src") or given.get("href") or ""
        if urlsplit(address).netloc:
            self.hashes[address] = given.get("integrity") or ""


def test_a_browser_may_load_what_shows_it_and_nothing_else(http: httpx.Client):
    response = http.get("/docs")
    page = Elsewhere()
    page.feed(response.text)

    policy = response.headers["Content-Security-Policy"]
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert {urlsplit(address).netloc in policy for address in page.hashes} == {True}
    assert all(hash.startswith("sha384-") for hash in page.hashes.values())
    assert "'unsafe-inline'" not in re.findall("script-src[^;]*", policy)[0]


def test_production_describes_itself_only_when_asked_to(service: Service):
    production = {"ENVIRONMENT": "production", "SMTP_HOST": "mail.example.com"}

    def statuses(**changes: str) -> list[int]:
        with (
            service.launch({**production, **changes}) as instance,
            httpx.Client(base_url=instance.base_url) as http,
        ):
            return [http.get(path).status_code for path in ("/openapi.json", "/docs")]

    assert statuses() == [404, 404]
    assert statuses(DOCS_ENABLED="true") == [200, 200]
