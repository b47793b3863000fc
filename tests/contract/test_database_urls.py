"""Services accept the URLs of database providers, and refuse invalid URLs at the start."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest

from tests.contract.client import register
from tests.contract.conftest import MIGRATE
from tests.contract.service import Service, free_port
from tests.helpers.guarded import Guarded, guarded_mysql, guarded_postgresql
from tests.helpers.projects import Projects


pytestmark = pytest.mark.full

SERVERS: dict[str, Callable[[list[str]], AbstractContextManager[Guarded]]] = {
    "postgresql": guarded_postgresql,
    "mysql": guarded_mysql,
}
# asyncpg does not support channel binding.
BINDING = {"fastapi": "prefer", "flask": "require", "django": "require"}
PROVIDERS = "sslmode=verify-full&sslrootcert={folder}/client.pem"
OPTIONS = "application_name=shop&connect_timeout=10&target_session_attrs=read-write"
SEARCH_PATH = "options=-c%20search_path%3Dpublic%20-c%20statement_timeout%3D0"
POSTGRESQL = [
    (
        (framework, "postgresql"),
        f"postgresql://{{credentials}}@{host}/app?{query}",
    )
    for framework, binding in BINDING.items()
    for host, query in (
        ("localhost:{port}", f"{PROVIDERS}&channel_binding={binding}&{OPTIONS}&{SEARCH_PATH}"),
        ("127.0.0.1:{closed},127.0.0.1:{port}", "sslmode=require"),
        ("", "host={folder}&port={port}"),
    )
]
MYSQL = [
    ((framework, "mysql"), f"mysql://{{credentials}}@{rest}")
    for framework in MIGRATE
    for rest in (
        "localhost:{port}/app?ssl-mode=VERIFY_IDENTITY&ssl-ca={folder}/client.pem&charset=utf8mb4",
        "127.0.0.1:{port}/app?ssl_mode=REQUIRED&connect_timeout=10",
        "/app?unix_socket={folder}/socket",
    )
]
IDS = ["-".join(pair) for pair, _ in POSTGRESQL + MYSQL]


@pytest.fixture(scope="module")
def guarded(service: Service, projects: Projects) -> Iterator[Guarded]:
    """A server of the service's kind of database, with a certificate of its own."""
    kind = service.database_url.partition(":")[0]
    python = projects.installed("fastapi on postgresql") / ".venv/bin/python"
    names = ["--identities", "localhost", "127.0.0.1"]
    with SERVERS[kind]([str(python), "-m", "trustme", "--quiet", *names]) as server:
        yield server


@pytest.mark.parametrize(("service", "url"), POSTGRESQL + MYSQL, ids=IDS, indirect=["service"])
def test_a_url_of_a_provider_leads_to_the_database(service: Service, guarded: Guarded, url: str):
    given = url.format(
        credentials=guarded.credentials,
        port=guarded.port,
        folder=guarded.folder,
        closed=free_port(),
    )
    service.migrate(given)
    with (
        service.launch({"DATABASE_URL": given}) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20, trust_env=False) as http,
    ):
        register(http)

        assert http.get("/health/ready").status_code == 200


@pytest.mark.parametrize("rest", ["/app?sslmod=require", "", "/app?sslmode=on#x"])
def test_a_service_does_not_start_with_a_url_that_leads_nowhere(service: Service, rest: str):
    kind = service.database_url.partition(":")[0]
    changes = {"DATABASE_URL": f"{kind}://ada:hidden@127.0.0.1{rest}"}
    with pytest.raises(RuntimeError) as raised, service.launch(changes):
        pass

    told = str(raised.value).partition(":\n")[2].splitlines()
    assert len(told) == 1
    assert told[0].startswith("Configuration error: DATABASE_URL: ")
    assert "hidden" not in told[0]
