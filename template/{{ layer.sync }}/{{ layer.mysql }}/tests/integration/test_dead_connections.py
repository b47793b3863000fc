"""A connection that died while it was idle never fails a request."""

from sqlalchemy import text


def test_a_connection_that_the_server_closed_is_replaced(database):
    with database.engine.connect() as killer:
        with database.engine.connect() as victim:
            pid = victim.scalar(text("SELECT connection_id()"))
        killer.execute(text("KILL :pid"), {"pid": pid})

    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT connection_id()")) != pid
