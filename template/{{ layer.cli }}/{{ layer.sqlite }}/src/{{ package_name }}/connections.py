"""Creation and preparation of connections to SQLite."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event


def prepare_connections(engine: Engine) -> None:
    """Enable foreign keys, and support database files in read-only folders."""

    @event.listens_for(engine, "do_connect")
    def connect(_: Any, __: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        path = Path(arguments[0])
        log = path.with_name(f"{path.name}-wal")
        if os.access(path.parent, os.W_OK) or log.exists():
            return None
        # Otherwise SQLite would fail to create the -wal and -shm files beside the database.
        url = f"{path.absolute().as_uri()}?immutable=1"
        return sqlite3.connect(url, **{**options, "uri": True})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
