"""Preparation of connections to PostgreSQL."""

from typing import Any

from sqlalchemy import Engine, event


def prepare_connections(engine: Engine) -> None:
    """Set the time zone to UTC and disable prepared statements.

    A pooler such as PgBouncer may run each transaction in another session, which does not have the
    prepared statements of the previous one.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.prepare_threshold = None
        connection.execute("SET timezone = 'UTC'")
        connection.commit()
