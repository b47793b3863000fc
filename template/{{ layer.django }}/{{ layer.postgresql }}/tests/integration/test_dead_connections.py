"""A connection that died while idle never causes a failed request."""

from django.db import connection, connections


def backend() -> int:
    """Return the process id of this thread's connection at the server."""
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
    # The pool returns its connections in turn.
    seen = []
    for _ in range(10):
        connection.close()
        seen.append(backend())

    assert victim not in seen
