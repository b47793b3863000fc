"""What each connection to PostgreSQL is prepared with."""

from typing import Any

from sqlalchemy import Engine, event


def prepare_connections(engine: Engine) -> None:
    """Let PostgreSQL speak of times in UTC, also through a pooler such as PgBouncer.

    A pooler may give each transaction another session, in which no prepared statement is known.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.prepare_threshold = None
        connection.execute("SET timezone = 'UTC'")
        connection.commit()
