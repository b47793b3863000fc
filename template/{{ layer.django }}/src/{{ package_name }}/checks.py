"""Checks of the dependencies, for the readiness probe."""

from django.db import connection


def database() -> None:
    """Check that the database is reachable, or raise DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
