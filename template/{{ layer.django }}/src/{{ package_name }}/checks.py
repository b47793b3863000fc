"""What has to answer for the service to be ready."""

from django.db import connection


def database() -> None:
    """Ask the database for an answer; raises DatabaseError when it gives none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
