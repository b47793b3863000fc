"""A lock that makes concurrent migrations run one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections


# An arbitrary number identifies the lock. Locks are separate for each database.
LOCK = "SELECT pg_advisory_xact_lock(723614011)"
WITHOUT_LIMIT = "SELECT set_config(%s, '0', true)"


@contextmanager
def turn() -> Iterator[None]:
    """Wait for other migrations of this database, and hold the lock until the context exits.

    The lock belongs to a transaction, as a pooler may change the session after each transaction.
    """
    database = connections["default"]
    # A connection from the pool would fail with a timeout instead of the actual error.
    with database.wrap_database_errors:
        connection = psycopg.connect(**database.get_connection_params())
        for limit in ("lock", "statement", "idle_in_transaction_session"):
            connection.execute(WITHOUT_LIMIT, [f"{limit}_timeout"])
        connection.execute(LOCK)
    with connection:
        yield
