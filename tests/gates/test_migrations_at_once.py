"""Replicas that migrate an empty database concurrently wait for each other."""

import subprocess
from contextlib import nullcontext

import pytest

from tests.helpers.databases import temporary_database
from tests.helpers.projects import Projects, clean_environment
from tests.helpers.reading import prefix_of


SERVICES = [
    *(
        f"{framework} on {database}"
        for framework in ("fastapi", "flask", "django")
        for database in ("postgresql", "mysql", "sqlite")
    ),
    *("typer on postgresql", "click on mysql", "typer on sqlite"),
]
SLUG = "my-service"
REPLICAS = 3
SECRET_KEY = "a key for these tests, of 32 and more characters"


@pytest.mark.full
@pytest.mark.parametrize("name", SERVICES)
def test_every_replica_finds_a_migrated_database(projects: Projects, name, tmp_path):
    project, kind = projects.installed(name), name.rpartition(" ")[2]
    programs = project / ".venv/bin"
    command = [str(programs / "alembic"), "upgrade", "head"]
    if (project / "manage.py").exists():
        command = [str(programs / "python"), "manage.py", "migrate"]
    file = nullcontext(f"sqlite:///{tmp_path / 'app.db'}")
    with file if kind == "sqlite" else temporary_database(kind) as url:
        urls = {"DATABASE_URL": url, f"{prefix_of(SLUG)}DATABASE_URL": url}
        environment = clean_environment() | urls | {"SECRET_KEY": SECRET_KEY}
        replicas = [
            subprocess.Popen(
                command,
                cwd=project,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(REPLICAS)
        ]
        told = [replica.communicate(timeout=120)[0] for replica in replicas]

    assert [replica.returncode for replica in replicas] == [0] * REPLICAS, told
