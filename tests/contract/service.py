"""The server under test: what the tests know about it, and how they start another one."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx


# The only origin that the server allows. The only host that it serves is 127.0.0.1.
CORS_ORIGIN = "https://app.example.com"
# Variables with which Argon2 is cheap, and with which it is as costly as in production.
CHEAP = {"PYTHONPATH": str(Path(__file__).parent / "cheap")}
COSTLY = {"PYTHONPATH": ""}
START_SECONDS = 60
STOP_SECONDS = 10

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Instance:
    """A running server: its address, its log and its process."""

    base_url: str
    log: Path
    process: subprocess.Popen[bytes]

    def terminate(self) -> int:
        """Send SIGTERM and return the exit code.

        Raises:
            TimeoutExpired: The process does not end in time.
        """
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


@dataclass(frozen=True, slots=True)
class Service:
    """The server under test.

    Attributes:
        base_url: Its address, `http://127.0.0.1:<port>`.
        secret_key: Its `SECRET_KEY`.
        outbox: The directory in which each mail becomes a file.
        log: The file with its standard output and error, with `LOG_FORMAT=json`.
        database_url: Its `DATABASE_URL`.
        empty_database_url: The `DATABASE_URL` of a database without tables.
        gone_database_url: A `DATABASE_URL` at which no database is reachable.
        create_admin: Creates an admin with an e-mail address and a password, through `make admin`.
        migrate: Migrates the database of a `DATABASE_URL`.
        launch: Starts another server on a free port, with these variables changed.
    """

    base_url: str
    secret_key: str
    outbox: Path
    log: Path
    database_url: str
    empty_database_url: str
    gone_database_url: str
    create_admin: Callable[[str, str], None]
    migrate: Callable[[str], None]
    launch: Callable[[Mapping[str, str]], AbstractContextManager[Instance]]


@contextmanager
def run(
    command: list[str], directory: Path, environment: Mapping[str, str], scratch: Path
) -> Iterator[Instance]:
    """Run a server until the block ends.

    Args:
        command: The command that starts it. `{port}` is replaced by the port, which is also in
            `PORT`.
        directory: Its working directory.
        environment: All its environment variables.
        scratch: The folder of its log.

    Yields:
        The server, as soon as it responds. It is stopped afterwards if it still runs.
    """
    port = free_port()
    log = scratch / f"server-{port}.log"
    arguments = [part.replace("{port}", str(port)) for part in command]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            arguments,
            cwd=directory,
            env={**environment, "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            instance = Instance(f"http://127.0.0.1:{port}", log, process)
            eventually(lambda: _answers(instance), START_SECONDS)
            yield instance
        finally:
            _stop(process)


def _answers(instance: Instance) -> bool:
    if instance.process.poll() is not None:
        message = f"the server ended at once:\n{instance.log.read_text(encoding='utf-8')}"
        raise RuntimeError(message)
    try:
        return httpx.get(f"{instance.base_url}/health/live", trust_env=False).is_success
    except httpx.TransportError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def eventually(attempt: Callable[[], ResultT], seconds: float = 5) -> ResultT:
    """Call `attempt` until it returns something truthy, and return that.

    Raises:
        TimeoutError: It returns nothing truthy in time.
    """
    deadline = time.monotonic() + seconds
    while not (result := attempt()):
        if time.monotonic() > deadline:
            message = f"nothing came within {seconds} s"
            raise TimeoutError(message)
        time.sleep(0.02)
    return result
