"""A connection that died while it was idle never fails a request."""

from django.db import connection, connections


def backend() -> int:
    """Tell the process that serves the connection of this thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number: int = cursor.fetchone()[0]
        return number


def test_a_connection_that_the_server_closed_is_replaced(database):
    victim = backend()
    killer = connections.create_connection("default")
    with killer.cursor() as cursor:
        connection.close()
        cursor.execute("SELECT pg_terminate_backend(%s)", [victim])
    killer.close()
    # The pool gives its connections in turn.
    seen = []
    for _ in range(10):
        connection.close()
        seen.append(backend())

    assert victim not in seen
