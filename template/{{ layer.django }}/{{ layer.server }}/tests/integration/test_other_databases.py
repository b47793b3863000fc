"""A second database in `DATABASES` keeps its own settings, whatever its kind is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper


class Router:
    """The tables of the service are in its own database only."""

    def allow_migrate(self, db, app_label, **hints):
        return db != "other"


@pytest.fixture
def other(db: None, settings, tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A database of another kind than the service's."""
    settings.DATABASE_ROUTERS = [f"{__name__}.Router"]
    options = {**connection.settings_dict, "NAME": tmp_path / "other.db", "OPTIONS": {}}
    connections["other"] = DatabaseWrapper(options, "other")
    yield connections["other"]
    connections["other"].close()
    del connections["other"]


def test_it_is_migrated_and_read(other):
    call_command("migrate", database="other", verbosity=0)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")

        assert cursor.fetchone() == (1,)
