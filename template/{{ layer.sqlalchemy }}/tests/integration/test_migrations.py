"""The migrations and the models say the same, and each migration can be taken back."""

import io

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.database import ALEMBIC_INI


@pytest.fixture
def alembic(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Alembic on the test database, writing what it says to a buffer."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return Config(ALEMBIC_INI, stdout=io.StringIO())


def test_the_models_need_no_further_migration(alembic):
    command.check(alembic)

    assert alembic.stdout.getvalue() == "No new upgrade operations detected.\n"


def test_every_migration_goes_down_and_up_again(alembic):
    command.downgrade(alembic, "base")
    command.current(alembic)
    assert alembic.stdout.getvalue() == ""

    command.upgrade(alembic, "head")
    command.current(alembic)
    heads = ScriptDirectory.from_config(alembic).get_heads()
    assert alembic.stdout.getvalue().splitlines() == [f"{head} (head)" for head in heads]
