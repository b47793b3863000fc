"""A connection that died while idle never causes a failed request."""

from sqlalchemy import text


async def test_a_connection_that_the_server_closed_is_replaced(database):
    async with database.engine.connect() as killer:
        async with database.engine.connect() as victim:
            pid = await victim.scalar(text("SELECT pg_backend_pid()"))
        await killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) != pid
