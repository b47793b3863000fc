"""A connection that died while idle never causes a failed request."""

from django.db import close_old_connections, connection, connections


def backend() -> int:
    """Return the server's id of this thread's connection."""
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
    # A server does this at the start of each request, but the test client does not.
    close_old_connections()
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert backend() != victim
