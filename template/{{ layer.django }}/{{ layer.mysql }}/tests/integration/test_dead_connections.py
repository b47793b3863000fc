"""A connection that died while it was idle never fails a request."""

from django.db import close_old_connections, connection, connections


def backend() -> int:
    """Tell the process that serves the connection of this thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CONNECTION_ID()")
        number: int = cursor.fetchone()[0]
        return number


def test_a_connection_that_the_server_closed_is_replaced(client, database):
    victim = backend()
    killer = connections.create_connection("default")
    with killer.cursor() as cursor:
        cursor.execute(f"KILL {victim}")
    killer.close()
    # As each request begins on a server; the test client leaves it out.
    close_old_connections()
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert backend() != victim
