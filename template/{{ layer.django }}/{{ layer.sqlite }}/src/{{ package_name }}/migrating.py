"""Migrations that are started at once run one after the other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other process migrates this database, and let others wait until the end.

    A migration takes many transactions. So the lock is that of another, empty database beside it.
    """
    name = f"{connection.settings_dict['NAME']}-migrations"
    # Ctrl-C is heard once a second.
    with closing(sqlite3.connect(name, timeout=1)) as lock:
        while not has_turn(lock):
            pass
        yield


def has_turn(lock: sqlite3.Connection) -> bool:
    """Take the lock, and return whether nobody else has it."""
    try:
        lock.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
