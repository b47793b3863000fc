"""Databases on the servers of this machine, each for one use."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager


POSTGRESQL = os.environ.get("CHASSIS_POSTGRESQL", "postgres@127.0.0.1:5432")
MYSQL = os.environ.get("CHASSIS_MYSQL", "root@127.0.0.1:3306")


@contextmanager
def temporary_database(kind: str) -> Iterator[str]:
    """Make an empty database on the server of this kind; yields its `DATABASE_URL`, then drops it.

    Args:
        kind: `postgresql` or `mysql`.

    Raises:
        RuntimeError: The server does not answer; the message says what is missing.
    """
    name = f"chassis_{uuid.uuid4().hex[:12]}"
    charset = " CHARACTER SET utf8mb4" if kind == "mysql" else ""
    run_sql(kind, f"CREATE DATABASE {name}{charset}")
    try:
        yield f"{kind}://{POSTGRESQL if kind == 'postgresql' else MYSQL}/{name}"
    finally:
        force = " WITH (FORCE)" if kind == "postgresql" else ""
        run_sql(kind, f"DROP DATABASE {name}{force}")


def run_sql(kind: str, statement: str) -> None:
    """Run one statement through the server's own client."""
    user, _, address = (POSTGRESQL if kind == "postgresql" else MYSQL).partition("@")
    host, _, port = address.partition(":")
    command = (
        ["psql", "-h", host, "-p", port, "-U", user, "-d", "postgres", "-qc", statement]
        if kind == "postgresql"
        else ["mariadb", "-h", host, "-P", port, "-u", user, "-e", statement]
    )
    if shutil.which(command[0]) is None:
        message = f"{command[0]} is not installed; these tests need a {kind} server at {address}"
        raise RuntimeError(message)
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        message = f"No {kind} server answers at {address}: {finished.stderr.strip()}"
        raise RuntimeError(message)
