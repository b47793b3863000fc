"""MySQL for development, from docker-compose.yml, and for tests, from an installed server."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


# The server refuses to run as root. Root runs it as an unprivileged user, in a folder that this
# user can access, regardless of TMPDIR.
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
UNPRIVILEGED = "nobody"
REACHABLE = Path("/var/tmp")  # noqa: S108 - only its user can access each folder in it
START_SECONDS = 60


@contextmanager
def temporary_database() -> Iterator[str]:
    """Run a server during the block, and yield the URL of an empty database.

    Raises:
        SystemExit: There is no `mariadbd` or `mysqld` on the PATH, or it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="mysql-", dir=REACHABLE if IS_ROOT else None) as name:
        folder = Path(name)
        if IS_ROOT:
            shutil.chown(folder, UNPRIVILEGED)
        (folder / "init.sql").write_text("CREATE DATABASE app CHARACTER SET utf8mb4;\n")
        program = initialised_server(folder)
        port = free_port()
        command = [
            *(program, *options(folder), f"--init-file={folder / 'init.sql'}"),
            *(f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder / 'socket'}"),
            # Temporary data need not survive a crash.
            "--innodb-flush-log-at-trx-commit=0",
        ]
        log = folder / "server.log"
        with log.open("wb") as output:
            server = subprocess.Popen(command, stderr=output)  # noqa: S603 - what was found above
        try:
            wait_for(server, port, log)
            yield f"mysql://root@127.0.0.1:{port}/app"
        finally:
            # A server that has just started may ignore SIGTERM.
            server.kill()
            server.wait()


@contextmanager
def development_database() -> Iterator[str]:
    """Start the database of docker-compose.yml, which keeps running, and yield its URL."""
    docker = shutil.which("docker")
    if docker is None:
        message = "Docker is not installed: install it, or name a database in .env"
        raise SystemExit(message)
    command = [docker, "compose", "up", "--detach", "--wait", "db"]
    subprocess.run(command, check=True)  # noqa: S603 - a fixed command
    yield "mysql://app:app@127.0.0.1:3306/app"


def initialised_server(folder: Path) -> str:
    """Create the system tables, without a password for root, and return the server's program."""
    if program := shutil.which("mariadbd"):
        install = shutil.which("mariadb-install-db") or "mariadb-install-db"
        command = [install, *options(folder), "--auth-root-authentication-method=normal"]
    elif program := shutil.which("mysqld"):
        command = [program, *options(folder), "--initialize-insecure"]
    else:
        message = "No mariadbd or mysqld on the PATH: install one, or set TEST_DATABASE_URL"
        raise SystemExit(message)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - what was found above
    return program


def options(folder: Path) -> list[str]:
    """Return the options that the server's programs share."""
    user = [f"--user={UNPRIVILEGED}"] if IS_ROOT else []
    return ["--no-defaults", f"--datadir={folder / 'data'}", f"--tmpdir={folder}", *user]


def wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server listens.

    Raises:
        SystemExit: The server did not start; the message contains its log.
    """
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"The database server did not start:\n{log.read_text(errors='replace')}"
    raise SystemExit(message)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
