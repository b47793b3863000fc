"""A service's image is small, contains no secret, and runs as the standard requires."""

import os
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.contract.service import eventually, free_port
from tests.delivery.docker import docker
from tests.helpers.databases import temporary_database
from tests.helpers.projects import Projects


pytestmark = pytest.mark.full

LIMIT_BYTES = 45 * 1024 * 1024
BASE = "python:3.13-slim"
# Each worker of the test run builds its own image.
IMAGE = f"chassis-test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
# By service: the command that migrates, and the files beside the environment.
SERVICES = {
    "fastapi on postgresql": (
        ("alembic", "upgrade", "head"),
        ["alembic", "alembic.ini"],
    ),
    "flask on postgresql": (
        ("alembic", "upgrade", "head"),
        ["alembic", "alembic.ini"],
    ),
    "django on postgresql": (
        ("python", "manage.py", "migrate"),
        ["manage.py", "static"],
    ),
}
SECRET_KEY = "a key for the tests of the image, of 32 and more"
HARDENED = [
    *("--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges"),
    *("--env", f"SECRET_KEY={SECRET_KEY}", "--env", "MAIL_OUTBOX=/tmp/outbox"),
]


# As on OpenShift: an arbitrary user id without a name, in the root group.
UNNAMED = ["--user=1234567:0", "--env=HOME=/nonexistent", "--env=PYTHONSAFEPATH=1"]


@contextmanager
def container(*options: str, command: tuple[str, ...] = ()) -> Iterator[str]:
    """Run the image in the background until the block ends; yields the container's id."""
    identifier = docker("run", "--detach", *HARDENED, *options, IMAGE, *command)
    try:
        yield identifier
    finally:
        docker("rm", "--force", identifier)


@pytest.fixture(scope="module", autouse=True, params=SERVICES)
def service(request: pytest.FixtureRequest, projects: Projects) -> str:
    """Build the image of a service, and return its name."""
    name: str = request.param
    start = time.monotonic()
    docker("build", "--tag", IMAGE, ".", cwd=projects.installed(name))
    print(f"image built in {time.monotonic() - start:.1f} s")  # noqa: T201 - a figure to read
    return name


def test_it_adds_at_most_45_mb_to_its_base():
    def compressed(image: str) -> int:
        gzip = zlib.compressobj()
        save = ["docker", "save", image]
        with subprocess.Popen(save, stdout=subprocess.PIPE) as process:
            assert process.stdout
            size = sum(len(gzip.compress(block)) for block in process.stdout)
        assert process.returncode == 0
        return size + len(gzip.flush())

    added = compressed(IMAGE) - compressed(BASE)
    print(f"image adds {added / 1024 / 1024:.1f} MB")  # noqa: T201 - a figure to read

    assert 0 < added <= LIMIT_BYTES


@pytest.mark.parametrize("program", ["uv", "gcc", "cc", "make"])
def test_it_holds_no_build_tool(program):
    found = docker("run", "--rm", "--entrypoint=sh", IMAGE, "-c", f"command -v {program} || true")

    assert found == ""


def test_it_holds_no_secret_and_no_test(service):
    files = docker("run", "--rm", "--entrypoint=sh", IMAGE, "-c", "ls -A /app").split()

    assert sorted(files) == [".venv", *SERVICES[service][1]]


def test_it_runs_as_nobody_in_particular():
    assert docker("run", "--rm", "--entrypoint=id", IMAGE, "-u") == "10001"


def test_it_becomes_healthy_and_stops_in_time():
    port = free_port()
    nowhere = "DATABASE_URL=postgresql://nobody@localhost/nothing"
    with container(f"--publish=127.0.0.1:{port}:8000", "--env", nowhere) as identifier:
        eventually(lambda: is_healthy(identifier), seconds=90)
        assert httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False).json() == {
            "status": "ok"
        }

        start = time.monotonic()
        docker("stop", identifier)
        assert time.monotonic() - start < 10
        assert docker("inspect", "--format", "{{.State.ExitCode}}", identifier) == "0"


def test_it_migrates_its_database_and_serves(service):
    port = free_port()
    migrate, _ = SERVICES[service]
    with temporary_database("postgresql") as url:
        database = (*UNNAMED, "--network=host", "--env", f"DATABASE_URL={url}")
        docker("run", "--rm", *HARDENED, *database, IMAGE, *migrate)
        with (
            container(*database, "--env", f"PORT={port}") as identifier,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
        ):
            eventually(lambda: answers(client), seconds=90)
            account = {"email": "ada@example.com", "password": "Correct-horse-7", "name": "Ada"}

            assert client.get("/health/ready").status_code == 200
            assert client.post("/api/v1/auth/register", json=account).status_code == 201
            # The health check also follows another port.
            eventually(lambda: is_healthy(identifier), seconds=90)


def is_healthy(identifier: str) -> bool:
    """Return whether Docker reports the container as healthy."""
    return docker("inspect", "--format", "{{.State.Health.Status}}", identifier) == "healthy"


def answers(client: httpx.Client) -> bool:
    """Return whether the server accepts connections."""
    try:
        return client.get("/health/live").is_success
    except httpx.TransportError:
        return False
