"""Migrations that are started at once run one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections


# The number names the lock, of which each database has its own.
LOCK = "SELECT pg_advisory_xact_lock(723614011)"
WITHOUT_LIMIT = "SELECT set_config(%s, '0', true)"


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other process migrates this database, and let others wait until the end.

    The lock is that of a transaction, since poolers give a connection another session after each.
    """
    database = connections["default"]
    # The pool would not tell why there is no connection.
    with database.wrap_database_errors:
        connection = psycopg.connect(**database.get_connection_params())
        for limit in ("lock", "statement", "idle_in_transaction_session"):
            connection.execute(WITHOUT_LIMIT, [f"{limit}_timeout"])
        connection.execute(LOCK)
    with connection:
        yield
