"""Readiness checks of the service's dependencies."""

from django.db import connection


def database() -> None:
    """Check that the database is reachable.

    Raises:
        DatabaseError: The database is not reachable.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
