"""Database servers with TLS, passwords and sockets, configured as hosting providers do."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

from tests.helpers.databases import run_sql
from tests.helpers.rendering import ROOT
from tools.questionnaire import load


# It contains each character that has a meaning in a URL.
PASSWORD = "p@ss:/?#[]%&= word"
HBA = """
host all postgres 127.0.0.1/32 trust
hostssl all app 127.0.0.1/32 scram-sha-256
local all app scram-sha-256
"""
INIT = f"""
CREATE DATABASE app CHARACTER SET utf8mb4;
CREATE USER app@localhost IDENTIFIED BY '{PASSWORD}';
GRANT ALL ON app.* TO app@localhost;
"""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A server that accepts the user `app` on the database `app`.

    Attributes:
        port: Its port on 127.0.0.1.
        folder: The folder of its socket and of `client.pem`, the certificate of its authority.
    """

    port: int
    folder: Path

    @property
    def credentials(self) -> str:
        """The user and the password, encoded for a URL."""
        return f"app:{quote(PASSWORD, safe='')}"


@contextmanager
def certified(server: ModuleType, certify: list[str]) -> Iterator[Path]:
    """Make a folder for a server's data, with `server.pem`, `server.key` and `client.pem`.

    Args:
        server: The module `dev/server.py` of a service on this kind of database.
        certify: The command that writes the three files.
    """
    place = server.REACHABLE if server.IS_ROOT else None
    with tempfile.TemporaryDirectory(prefix="guarded-", dir=place) as name:
        folder = Path(name)
        subprocess.run(certify, cwd=folder, check=True, capture_output=True)
        (folder / "server.key").chmod(0o600)
        if server.IS_ROOT:
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, server.UNPRIVILEGED)
        yield folder


@contextmanager
def guarded_postgresql(certify: list[str]) -> Iterator[Guarded]:
    """Run a PostgreSQL server that requires TLS over TCP, and a password on every connection."""
    server = load(ROOT / "template/{{ layer.postgresql }}/dev/server.py")
    with certified(server, certify) as folder:
        programs, data, port = programs_with_tls(), folder / "data", server.free_port()
        server.run(programs / "initdb", *server.INITDB, "-D", str(data))
        options = f"{server.UNSAFE_AND_FAST} -c listen_addresses=127.0.0.1 -c port={port}"
        options += f" -c unix_socket_directories={folder} -c ssl=on"
        options += f" -c ssl_cert_file={folder}/server.pem -c ssl_key_file={folder}/server.key"
        control = (programs / "pg_ctl", "-D", str(data), "-w", "-s")
        server.run(*control, "-l", str(folder / "server.log"), "-o", options, "start")
        try:
            address = f"postgres@127.0.0.1:{port}"
            run_sql("postgresql", address, f"CREATE ROLE app LOGIN PASSWORD '{PASSWORD}'")
            run_sql("postgresql", address, "CREATE DATABASE app OWNER app")
            (data / "pg_hba.conf").write_text(HBA)
            run_sql("postgresql", address, "SELECT pg_reload_conf()")
            yield Guarded(port, folder)
        finally:
            server.run(*control, "-m", "fast", "stop")


def programs_with_tls() -> Path:
    """Return the folder of a PostgreSQL that supports TLS, which the one in the wheel does not."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        message = "PostgreSQL is not installed: apt-get install postgresql"
        raise RuntimeError(message)
    return found[-1]


@contextmanager
def guarded_mysql(certify: list[str]) -> Iterator[Guarded]:
    """Run a MariaDB server that requires TLS over TCP, and a password on every connection."""
    server = load(ROOT / "template/{{ layer.mysql }}/dev/server.py")
    with certified(server, certify) as folder:
        (folder / "init.sql").write_text(INIT)
        program, port = server.initialised_server(folder), server.free_port()
        command = [
            *(program, *server.options(folder), f"--init-file={folder / 'init.sql'}"),
            *(f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder / 'socket'}"),
            *(f"--ssl-cert={folder / 'server.pem'}", f"--ssl-key={folder / 'server.key'}"),
            "--require-secure-transport=ON",
        ]
        log = folder / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, stderr=output)
        try:
            server.wait_for(process, port, log)
            yield Guarded(port, folder)
        finally:
            process.kill()
            process.wait()
