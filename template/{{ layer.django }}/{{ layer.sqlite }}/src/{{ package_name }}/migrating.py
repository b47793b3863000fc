"""Migrations that are started at once run one after the other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection


LONGEST_WAIT_SECONDS = 86_400


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other process migrates this database, and let others wait until the end.

    A migration takes many transactions. So the lock is that of another, empty database beside it.
    """
    name = f"{connection.settings_dict['NAME']}-migrations"
    with closing(sqlite3.connect(name, timeout=LONGEST_WAIT_SECONDS)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        yield
