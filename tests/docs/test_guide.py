"""The guide for contributors is true: its commands work, and its steps lead to a green service."""

import re
import shutil
from pathlib import Path

import pytest

from tests.gates.test_migrations import copy_of
from tests.helpers.projects import make
from tests.helpers.reading import is_django


STEPS = Path(__file__).parent / "guide"
ERROR = '''

class CategoryTakenError(ConflictError):
    """The name belongs to another category."""

    code = "category_taken"

    def __init__(self) -> None:
        super().__init__("There is a category of this name.")
'''
# What each step changes in files that are there.
EDITS = {
    "src/app/models/__init__.py": [
        ("from app.models.item", "from app.models.category import Category\nfrom app.models.item"),
        ('"Base", "Item"', '"Base", "Category", "Item"'),
    ],
    "src/app/api/v1/router.py": [
        ("import auth, items, users", "import auth, categories, items, users"),
        ("(auth, users, items)", "(auth, users, items, categories)"),
    ],
}


def test_it_names_what_is_there(renderings):
    for service in renderings:
        guide = service.texts["AGENTS.md"]
        targets = set(re.findall(r"make ([a-z]+(?:-[a-z]+)*)", guide))
        paths = set(re.findall(r"`([a-z_0-9/]+(?:\.py|/))`", guide))
        source = f"src/{service.answers['package_name']}/"
        assert len(guide.splitlines()) <= 60
        assert targets <= set(re.findall(r"^([a-z-]+):", service.texts["Makefile"], re.MULTILINE))
        # A layer's folder is there once something is in it.
        files = {path for path in paths if not path.endswith("/")} - {"services/errors.py"}
        assert [path for path in files if not {path, source + path} & {*service.texts}] == []


def test_it_says_where_transactions_begin(renderings):
    for service in renderings:
        guide = service.texts["AGENTS.md"]
        # Django's requests are transactions only with ATOMIC_REQUESTS.
        assert ("`transaction.atomic`" in guide) == is_django(service)
        assert not (is_django(service) and "A request is one transaction" in guide)


@pytest.mark.full
@pytest.mark.parametrize("framework", ["fastapi", "flask"])
def test_its_steps_add_an_endpoint(projects, framework, tmp_path):
    project = copy_of(projects, f"{framework} on postgresql", tmp_path)
    for steps in ("sqlalchemy", framework):
        shutil.copytree(STEPS / steps, project, dirs_exist_ok=True)
    for path, edits in EDITS.items():
        file = project / path
        for old, new in edits:
            assert old in file.read_text()
            file.write_text(file.read_text().replace(old, new))
    with (project / "src/app/services/errors.py").open("a") as errors:
        errors.write(ERROR)

    make("migration", "message=Add categories", cwd=project)
    make("format", cwd=project)

    assert "Total coverage" in make("check", cwd=project)
    assert "create_table" in "".join(
        path.read_text() for path in project.glob("alembic/versions/*add_categories.py")
    )
