"""A lock that makes concurrent migrations run one after the other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait for other migrations of this database, and hold the lock until the context exits.

    A migration has many transactions, so the lock is held on a separate, empty database file.
    """
    name = f"{connection.settings_dict['NAME']}-migrations"
    # With a timeout of one second, Ctrl-C takes effect within a second.
    with closing(sqlite3.connect(name, timeout=1)) as lock:
        while not has_turn(lock):
            pass
        yield


def has_turn(lock: sqlite3.Connection) -> bool:
    """Try to take the lock, and return whether it was free."""
    try:
        lock.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
