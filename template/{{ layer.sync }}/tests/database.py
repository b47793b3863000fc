"""Fixtures of the database, which is of the kind that the service runs on."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from dev.server import temporary_database


ALEMBIC_INI = Path(__file__).parents[1] / "alembic.ini"


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The URL of a migrated database: `TEST_DATABASE_URL`, whose data is deleted, or a new one."""
    given = os.environ.get("TEST_DATABASE_URL")
    with nullcontext(given) if given else temporary_database() as url:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", url)
            command.upgrade(Config(ALEMBIC_INI), "head")
        yield url
