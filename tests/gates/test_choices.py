"""A team adds and removes a choice of a field by editing the model and writing a migration."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx
import pytest

from tests.contract.client import ANY_VERSION, ITEMS, register
from tests.contract.service import run
from tests.gates.test_migrations import copy_of
from tests.helpers.databases import temporary_database
from tests.helpers.projects import clean_environment, make, typed


pytestmark = pytest.mark.full

MODEL = "src/app/models/item.py"
AGREE = "tests/integration/test_migrations.py::test_the_models_need_no_further_migration"
# Flask services have the same migrations as FastAPI services, and Django writes its own for each
# database.
SERVICES = [
    *("fastapi on postgresql", "fastapi on mysql", "fastapi on sqlite"),
    "django on postgresql",
]


@pytest.fixture(params=SERVICES)
def project(request: pytest.FixtureRequest, projects, tmp_path) -> Path:
    """A copy of a service, which the test edits."""
    return copy_of(projects, request.param, tmp_path)


@pytest.fixture
def url(request: pytest.FixtureRequest, project: Path, tmp_path) -> Iterator[str]:
    """A migrated database of the service's kind."""
    kind = request.node.callspec.params["project"].rpartition(" ")[2]
    file = nullcontext(f"sqlite:///{tmp_path / 'app.db'}")
    with file if kind == "sqlite" else temporary_database(kind) as url:
        make("migrate", cwd=project, DATABASE_URL=url)
        yield url


def test_a_choice_is_added_used_taken_back_and_removed(project, url, tmp_path):
    before = (project / MODEL).read_text()
    (project / MODEL).write_text(with_reserved(before))
    assert not agree(project, url)
    with running(project, url, tmp_path) as http:
        assert reserve(http).status_code == 500

    make("migration", "message=Reserve items", cwd=project, DATABASE_URL=url)
    make("migrate", "format-check", "lint", cwd=project, DATABASE_URL=url)
    assert agree(project, url)
    with running(project, url, tmp_path) as http:
        account = register(http)
        reserved = reserve(http, account)
        assert reserved.json()["status"] == "reserved"
        http.delete(f"{ITEMS}/{reserved.json()['id']}", auth=account, headers=ANY_VERSION)

    step_back(project, url)
    (project / MODEL).write_text(before)
    with running(project, url, tmp_path) as http:
        assert reserve(http).status_code == 422
    make("migrate", cwd=project, DATABASE_URL=url)
    assert not agree(project, url)
    make("migration", "message=Reserve no items", cwd=project, DATABASE_URL=url)
    make("migrate", cwd=project, DATABASE_URL=url)
    assert agree(project, url)


def with_reserved(model: str) -> str:
    """Add a status that an item can change to, and none that it can change to from there."""
    return (
        model.replace(
            '    ARCHIVED = "archived"\n', '    ARCHIVED = "archived"\n    RESERVED = "reserved"\n'
        )
        .replace("frozenset({ItemStatus.PUBLISHED, ItemStatus.ARCHIVED})", "frozenset(ItemStatus)")
        .replace("\n}\n\n\nclass", "\n    ItemStatus.RESERVED: frozenset(),\n}\n\n\nclass")
    )


def agree(project: Path, url: str) -> bool:
    """Return whether the service's own test finds that its models and migrations agree."""
    finished = subprocess.run(
        ["uv", "run", "pytest", "-q", "--no-cov", AGREE],
        cwd=project,
        env=clean_environment() | {"TEST_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in finished.stdout or "1 failed" in finished.stdout, finished.stdout
    return finished.returncode == 0


@contextmanager
def running(project: Path, url: str, folder: Path) -> Iterator[httpx.Client]:
    """Run the service with its present code, and yield a client."""
    environment = clean_environment() | {
        "DATABASE_URL": url,
        "SECRET_KEY": "a key for these tests, of 32 and more characters",
        "MAIL_OUTBOX": str(folder / "outbox"),
    }
    (folder / "outbox").mkdir(exist_ok=True)
    command = [str(project / ".venv/bin/python"), "-m", "app"]
    with (
        run(command, project, environment, folder) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20) as http,
    ):
        yield http


def reserve(http: httpx.Client, account: httpx.Auth | None = None) -> httpx.Response:
    """Create an item and change it to the new status."""
    account = account or register(http)
    item = http.post(ITEMS, json={"name": "Lamp", "price": "1.00"}, auth=account).json()
    change = {"status": "reserved"}
    return http.patch(f"{ITEMS}/{item['id']}", json=change, headers=ANY_VERSION, auth=account)


def step_back(project: Path, url: str) -> None:
    """Revert the last migration."""
    is_django = (project / "manage.py").exists()
    command = ["python", "manage.py", "migrate", "app", "0001"]
    command = command if is_django else ["alembic", "downgrade", "-1"]
    typed("uv", "run", *command, cwd=project, DATABASE_URL=url)
