"""A proxy serves the service under a path prefix, which it removes from requests or keeps."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import httpx
import pytest

from tests.contract.client import AUTH, ITEMS, Account, error, events, register
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.service import Instance, Service, eventually


pytestmark = ON_POSTGRESQL

PREFIX = "/orders"


@pytest.fixture(scope="module", params=["ROOT_PATH", "SCRIPT_NAME"])
def published(request: pytest.FixtureRequest, service: Service) -> Iterator[Instance]:
    """A server with the prefix set, by each variable that servers use for it."""
    with service.launch({request.param: PREFIX}) as instance:
        yield instance


@pytest.fixture(params=[PREFIX, ""], ids=["kept", "removed"])
def proxied(request: pytest.FixtureRequest, published: Instance) -> Iterator[httpx.Client]:
    """A client whose requests have the form that a proxy sends."""
    with httpx.Client(base_url=published.base_url + request.param, timeout=20) as http:
        yield http


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_a_probe_may_name_an_address(proxied: httpx.Client, path: str):
    assert proxied.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_the_page_finds_the_description_and_may_run_its_scripts(proxied: httpx.Client):
    page = proxied.get("/docs")
    (address,) = re.findall(r'url: "([^"]*)"', page.text)

    assert "script-src" in page.headers["Content-Security-Policy"]
    assert urljoin(f"https://example.com{PREFIX}/docs", address).endswith(f"{PREFIX}/openapi.json")


def test_the_description_names_the_prefix(proxied: httpx.Client, http: httpx.Client):
    document = proxied.get("/openapi.json").json()

    assert document["servers"] == [{"url": PREFIX}]
    assert ITEMS in document["paths"]
    assert "servers" not in http.get("/openapi.json").json()


def test_a_new_record_is_found_where_the_answer_says(proxied: httpx.Client, published: Instance):
    account = register(proxied)
    created = proxied.post(ITEMS, json={"name": "Lamp", "price": "1.00"}, auth=account)
    address = created.headers["Location"]

    assert address == f"{PREFIX}{ITEMS}/{created.json()['id']}"
    found = httpx.get(published.base_url + address, auth=account)
    assert found.json() == created.json()


def test_errors_and_the_log_are_those_without_a_prefix(
    proxied: httpx.Client, published: Instance, user: Account
):
    headers = {"X-Request-ID": f"{proxied.base_url.path.strip('/') or 'removed'}-{user.id}"}
    unknown = proxied.get("/nowhere", headers=headers)
    refused = proxied.get(ITEMS, headers={"Host": "evil.test"})
    invalid = proxied.post(f"{AUTH}/login", json={})

    assert [error(each) for each in (unknown, refused, invalid)] == [
        (404, "not_found"),
        (400, "invalid_host"),
        (422, "validation_error"),
    ]
    log = eventually(lambda: events(published.log, headers["X-Request-ID"])[1:])
    assert log[-1]["path"] == "/nowhere"


@pytest.mark.parametrize("path", [f"{PREFIX}x/health", f"{PREFIX}{PREFIX}/health", PREFIX])
def test_what_only_begins_like_the_prefix_is_another_path(published: Instance, path: str):
    assert error(httpx.get(published.base_url + path)) == (404, "not_found")


def test_a_prefix_that_is_no_path_stops_the_start(service: Service):
    with pytest.raises(RuntimeError, match=r"Configuration error: ROOT_PATH: .*such as /orders"):
        service.launch({"ROOT_PATH": "orders"}).__enter__()
