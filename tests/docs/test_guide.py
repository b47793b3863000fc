"""AGENTS.md names existing files and targets, and its steps produce a service that is green."""

import re
from pathlib import Path

import pytest

from tests.helpers import bytecode, edits
from tests.helpers.projects import make, shell
from tests.helpers.questions import offered
from tests.helpers.reading import is_django


MIGRATIONS = ("alembic/versions", "src/app/migrations")


def test_it_names_what_is_there(renderings):
    for service in renderings:
        guide = service.texts["AGENTS.md"]
        targets = set(re.findall(r"make ([a-z]+(?:-[a-z]+)*)", guide))
        paths = set(re.findall(r"`([a-z_0-9/]+(?:\.py|/))`", guide))
        source = f"src/{service.answers['package_name']}/"
        assert len(guide.splitlines()) <= 60
        assert targets <= set(re.findall(r"^([a-z-]+):", service.texts["Makefile"], re.MULTILINE))
        # The folder of an architectural layer is created with its first module.
        files = {path for path in paths if not path.endswith("/")} - {"services/errors.py"}
        assert [path for path in files if not {path, source + path} & {*service.texts}] == []


def test_it_says_where_transactions_begin(renderings):
    for service in renderings:
        guide = service.texts["AGENTS.md"]
        # In Django a request is a transaction only with ATOMIC_REQUESTS.
        assert ("`transaction.atomic`" in guide) == is_django(service)
        assert not (is_django(service) and "A request is one transaction" in guide)


@pytest.mark.full
@pytest.mark.parametrize("framework", offered("framework"))
def test_its_steps_add_a_feature(projects, render, framework):
    answers = {"framework": framework, "package_name": "app"}
    project = render(answers)
    make("install", cwd=project)
    bytecode.take(project, projects.bytecode)
    before = migrations(project)
    for step in edits.steps("warehouses", answers):
        # The guide creates it by `make migration`.
        if not any(path.startswith(MIGRATIONS) for path in step.paths):
            step.make(project)

    make("migration", "message=Add warehouses", cwd=project)
    make("format", *(["manual"] if framework == "cli" else []), cwd=project)

    # Services with these files, among other edits, run all their tests in tests/updates.
    make("lock-check", "format-check", "lint", "typecheck", cwd=project)
    shell("uv run pytest --no-cov tests/unit tests/integration/*warehouse*", cwd=project)
    [migration] = migrations(project) - before
    assert "warehouses" in migration.read_text()


def migrations(project: Path) -> set[Path]:
    return {path for folder in MIGRATIONS for path in project.glob(f"{folder}/*.py")}
