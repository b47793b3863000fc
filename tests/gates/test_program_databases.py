"""A program connects to its database with TLS, with a password, and through PgBouncer."""

from pathlib import Path

import pytest

from tests.helpers.databases import temporary_database
from tests.helpers.guarded import guarded_postgresql
from tests.helpers.poolers import pgbouncer
from tests.helpers.projects import Projects
from tests.helpers.reading import prefix_of
from tests.helpers.rendering import run


pytestmark = pytest.mark.full

QUERY = "sslmode=verify-full&sslrootcert={folder}/client.pem&options=-c%20search_path%3Dpublic"
SLUG = "my-service"
ROWS = "name,price\n" + "Lamp,1.50\n" * 100


@pytest.fixture
def program(projects: Projects) -> Path:
    """A program with a database."""
    return projects.installed("typer on postgresql")


def imported(program: Path, url: str, folder: Path) -> str:
    """Migrate the database, import items twice, and return the list of items."""
    (folder / "items.csv").write_text(ROWS)
    own = (program / ".venv/bin/python", "-m", next((program / "src").iterdir()).name)
    variables = {f"{prefix_of(SLUG)}DATABASE_URL": url}
    for arguments in (["db", "upgrade"], *[["items", "import", "items.csv"]] * 2):
        run(*own, *arguments, cwd=folder, **variables)
    return run(*own, "items", "list", "--format", "csv", cwd=folder, **variables)


@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_a_program_works_through_a_pooler(program: Path, mode: str, tmp_path: Path):
    with temporary_database("postgresql") as database, pgbouncer(database, mode) as url:
        assert "Lamp" in imported(program, url, tmp_path)


def test_a_program_takes_the_url_of_a_provider(projects: Projects, program: Path, tmp_path: Path):
    python = projects.installed("fastapi on postgresql") / ".venv/bin/python"
    names = ["--identities", "localhost", "127.0.0.1"]
    with guarded_postgresql([str(python), "-m", "trustme", "--quiet", *names]) as server:
        query = QUERY.format(folder=server.folder)
        url = f"postgresql://{server.credentials}@localhost:{server.port}/app?{query}"

        assert "Lamp" in imported(program, url, tmp_path)
