"""A team writes and runs its first migration by the service's own Make targets."""

import ast
import shutil
import sqlite3
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.helpers.databases import temporary_database
from tests.helpers.projects import Projects, make


pytestmark = pytest.mark.full

MODEL = '''"""Notes of a team."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Record
from app.models.types import Money, Timestamp


class Note(Record):
    """A note about an item, with all types that columns have."""

    __tablename__ = "notes"

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    due_at: Mapped[datetime] = mapped_column(Timestamp)
    reward: Mapped[Decimal] = mapped_column(Money)
'''
DJANGO_MODEL = '''"""Notes of a team."""

from django.db import models

from app.models.base import Record
from app.models.item import Item


class Note(Record):
    """A note about an item."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="notes")
    due_at = models.DateTimeField()

    class Meta:
        db_table = "notes"

    def __str__(self) -> str:
        return f"Note {self.pk}"
'''
ROWS = """
INSERT INTO users
VALUES (1, 'a@example.com', 'Ada', '', 'user', 1, NULL, '2026-01-01', '2026-01-01', 1);
INSERT INTO items VALUES (1, 1, 'Lamp', NULL, 'draft', 100, '2026-01-01', '2026-01-01', 1);
"""


# Characters that a shell or Make would interpret.
MESSAGE = """Add notes: it's "50 %" of $HOME, \\d $(shell touch made) and `touch made`"""


def copy_of(projects: Projects, name: str, folder: Path) -> Path:
    """Copy a service for editing, and install the copy."""
    project = folder / "service"
    left_out = shutil.ignore_patterns(".venv", ".*_cache")
    shutil.copytree(projects.installed(name), project, ignore=left_out)
    make("install", cwd=project)
    return project


@pytest.mark.parametrize("database", ["postgresql", "mysql", "sqlite"])
def test_a_new_model_becomes_a_migration_that_runs(projects, database, tmp_path):
    project = copy_of(projects, f"fastapi on {database}", tmp_path)
    (project / "src/app/models/note.py").write_text(MODEL)
    models = project / "src/app/models/__init__.py"
    models.write_text(models.read_text() + "\nfrom app.models.note import Note as Note\n")
    url = nullcontext(f"sqlite:///{tmp_path / 'app.db'}")
    with url if database == "sqlite" else temporary_database(database) as given:
        make("migration", f"message={MESSAGE}", cwd=project, DATABASE_URL=given)
        make("migrate", cwd=project, DATABASE_URL=given)
        make("migration", "message=Nothing", cwd=project, DATABASE_URL=given)

    notes, nothing = (
        next((project / "alembic/versions").glob(f"*_{name}*.py")).read_text()
        for name in ("add_notes", "nothing")
    )
    assert ast.get_docstring(ast.parse(notes)) == f"{MESSAGE}."
    assert not (project / "made").exists()
    assert 'op.create_table(\n        "notes"' in notes
    assert "op." not in nothing


@pytest.mark.parametrize("database", ["postgresql", "mysql", "sqlite"])
def test_a_new_model_of_django_becomes_a_migration_that_runs(projects, database, tmp_path):
    project = copy_of(projects, f"django on {database}", tmp_path)
    (project / "src/app/models/note.py").write_text(DJANGO_MODEL)
    models = project / "src/app/models/__init__.py"
    models.write_text(models.read_text() + "\nfrom app.models.note import Note as Note\n")
    url = nullcontext(f"sqlite:///{tmp_path / 'app.db'}")
    with url if database == "sqlite" else temporary_database(database) as given:
        make("migration", f"message={MESSAGE}", cwd=project, DATABASE_URL=given)
        make("migrate", cwd=project, DATABASE_URL=given)
        said = make("migration", "message=Nothing", cwd=project, DATABASE_URL=given)
        make("format-check", "lint", cwd=project)

    name = "0002_add_notes_it_s_50_of_home_d_shell_touch_made_and_touch_made.py"
    assert "name='Note'" in (project / "src/app/migrations" / name).read_text()
    assert not (project / "made").exists()
    assert "No changes detected" in said


def test_sqlite_keeps_the_rows_that_refer_to_a_table_when_it_is_altered(projects, tmp_path):
    project, file = copy_of(projects, "fastapi on sqlite", tmp_path), tmp_path / "app.db"
    url = f"sqlite:///{file}"
    make("migrate", cwd=project, DATABASE_URL=url)
    with sqlite3.connect(file) as connection:
        connection.executescript(ROWS)
    connection.close()
    model = project / "src/app/models/user.py"
    model.write_text(model.read_text().replace("name: Mapped[str]", "name: Mapped[str | None]"))

    make("migration", "message=Let users have no name", cwd=project, DATABASE_URL=url)
    make("migrate", cwd=project, DATABASE_URL=url)

    connection = sqlite3.connect(file)
    assert connection.execute("SELECT count(*) FROM items").fetchone() == (1,)
    assert connection.execute("UPDATE users SET name = NULL").rowcount == 1
    connection.close()
