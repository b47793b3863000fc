"""The server under test, and the accounts that send requests to it."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack

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
from tests.contract.service import CHEAP, CORS_ORIGIN, Instance, Service, free_port, run
from tests.contract.valkey import valkey
from tests.helpers import bytecode
from tests.helpers.databases import temporary_database
from tests.helpers.projects import Projects, clean_environment


SECRET_KEY = "a key for the contract's tests, of 32 and more characters"
# The command that migrates the database, by framework.
MIGRATE = {
    "fastapi": ["alembic", "upgrade", "head"],
    "flask": ["alembic", "upgrade", "head"],
    "django": ["python", "manage.py", "migrate"],
}
POSTGRESQL = [(framework, "postgresql") for framework in MIGRATE]
SERVERS = [
    *POSTGRESQL,
    *(pytest.param((framework, "mysql"), marks=pytest.mark.full) for framework in MIGRATE),
]


def with_capabilities(*names: str) -> pytest.MarkDecorator:
    """Return the mark of a module whose services have these capabilities, or else their default."""
    services = [(*each, *names) for each in POSTGRESQL]
    return pytest.mark.parametrize("service", services, ids="-".join, indirect=True)


# Capabilities whose modules share services, because a service takes a while to install.
SEVERAL = ("auth", "metrics", "tracing", "sentry", "cache")
WITH_SEVERAL = with_capabilities(*SEVERAL)
WITH_LIMITS = with_capabilities("auth", "metrics", "rate_limit")
# For modules that do not depend on the kind of database.
ON_POSTGRESQL = with_capabilities()


@pytest.fixture(scope="session", params=SERVERS, ids="-".join)
def service(
    request: pytest.FixtureRequest, projects: Projects, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A rendered service, running on a real database."""
    framework, database, *capabilities = request.param
    project = projects.installed(f"{framework} on {database}", *capabilities)
    scratch = tmp_path_factory.mktemp("contract")
    programs = project / ".venv" / "bin"
    (scratch / "outbox").mkdir()
    with ExitStack() as stack:
        url, empty_url = (stack.enter_context(temporary_database(database)) for _ in range(2))
        environment = clean_environment() | {
            "DATABASE_URL": url,
            "SECRET_KEY": SECRET_KEY,
            "MAIL_OUTBOX": str(scratch / "outbox"),
            "CORS_ORIGINS": CORS_ORIGIN,
            "LOG_FORMAT": "json",
            "UV_NO_SYNC": "1",
            "BIND_HOST": "127.0.0.1",
            **CHEAP,
        }
        if not {"cache", "rate_limit"}.isdisjoint(capabilities):
            environment["REDIS_URL"] = stack.enter_context(valkey(project)).url

        def migrate(url: str) -> None:
            program, *arguments = MIGRATE[framework]
            changed = {**environment, "DATABASE_URL": url}
            subprocess.run([programs / program, *arguments], cwd=project, env=changed, check=True)

        migrate(url)

        def create_admin(email: str, password: str) -> None:
            subprocess.run(
                ["make", "admin", f"email={email}"],
                input=f"{password}\n",
                cwd=project,
                env=environment,
                text=True,
                check=True,
                capture_output=True,
                timeout=60,
            )

        def launch(changes: Mapping[str, str]) -> AbstractContextManager[Instance]:
            command = [str(programs / "python"), "-m", "app"]
            return run(command, project, {**environment, **changes}, scratch)

        instance = stack.enter_context(launch({}))
        bytecode.keep(project, projects.bytecode)
        yield Service(
            base_url=instance.base_url,
            secret_key=SECRET_KEY,
            outbox=scratch / "outbox",
            log=instance.log,
            database_url=url,
            empty_database_url=empty_url,
            gone_database_url=f"{database}://nobody@127.0.0.1:{free_port()}/gone",
            create_admin=create_admin,
            migrate=migrate,
            launch=launch,
        )


@pytest.fixture(scope="session")
def http(service: Service) -> Iterator[httpx.Client]:
    """A client that sends no token."""
    with httpx.Client(base_url=service.base_url, timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def admin(service: Service, http: httpx.Client) -> Account:
    """An admin, created by `make admin`."""
    address = new_email()
    service.create_admin(address, PASSWORD)
    return log_in(http, address)


@pytest.fixture(scope="module")
def owner(http: httpx.Client) -> Account:
    """A user who owns the records that the tests of a module create."""
    return register(http)


@pytest.fixture(scope="module")
def stranger(http: httpx.Client) -> Account:
    """Another user, who owns no record."""
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
    """A user for a single test."""
    return register(http)


@pytest.fixture(scope="session")
def broken(service: Service) -> Iterator[Instance]:
    """A server whose database has no tables, so that each query raises an unhandled error."""
    with service.launch({"DATABASE_URL": service.empty_database_url}) as instance:
        yield instance
