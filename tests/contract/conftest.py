"""The server under test, and the people who talk to it."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    PASSWORD,
    Account,
    log_in,
    new_email,
    record_of,
    register,
)
from tests.contract.service import Instance, Service, from_file


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """The running server that the file in CONTRACT_SERVICE describes."""
    path = os.environ.get("CONTRACT_SERVICE")
    if path is None:
        pytest.skip("CONTRACT_SERVICE names no file that describes a running server")
    return from_file(Path(path), tmp_path_factory.mktemp("servers"))


@pytest.fixture(scope="session")
def http(service: Service) -> Iterator[httpx.Client]:
    """A client of the service without a token."""
    with httpx.Client(base_url=service.base_url, timeout=20) as client:
        yield client


@pytest.fixture(scope="session")
def admin(service: Service, http: httpx.Client) -> Account:
    """An admin, made by the command."""
    address = new_email()
    service.create_admin(address, PASSWORD)
    return log_in(http, address)


@pytest.fixture(scope="module")
def owner(http: httpx.Client) -> Account:
    """A user who owns what the tests of a module create."""
    return register(http)


@pytest.fixture(scope="module")
def stranger(http: httpx.Client) -> Account:
    """Another user, who owns nothing."""
    return register(http)


@pytest.fixture(scope="module")
def viewer(http: httpx.Client, admin: Account) -> Account:
    """A user whom an admin has made a viewer."""
    account = register(http)
    change = {"role": "viewer"}
    record_of(http.patch(account.path, json=change, headers=ANY_VERSION, auth=admin))
    return account


@pytest.fixture
def user(http: httpx.Client) -> Account:
    """A user of this test alone."""
    return register(http)


@pytest.fixture(scope="session")
def broken(service: Service) -> Iterator[Instance]:
    """A server whose database has no tables, so that what it does there fails unforeseen."""
    with service.launch({"DATABASE_URL": service.empty_database_url}) as instance:
        yield instance
