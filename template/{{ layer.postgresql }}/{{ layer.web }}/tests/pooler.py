"""A relay that looks like a pooler, because it replaces the process id of the server."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit


# The message with the process id of a session and the key that cancels its statements.
PROCESS = re.compile(rb"K\x00\x00\x00\x0c....", re.DOTALL)
MADE_UP = b"K\x00\x00\x00\x0c\x7f\xff\xff\xff"


@contextmanager
def pooler_of(database_url: str) -> Iterator[str]:
    """Run a relay to a database during the block, and yield the URL of the relay."""
    parts = urlsplit(database_url)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = (parts.hostname or "127.0.0.1", parts.port or 5432)
        thread = Thread(target=accept, args=(listener, address))
        thread.start()
        credentials = parts.netloc.rpartition("@")[0]
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        yield parts._replace(netloc=f"{credentials}@{place}" if credentials else place).geturl()
        # Closing the socket alone would not wake the thread.
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def accept(listener: socket.socket, address: tuple[str, int]) -> None:
    """Serve each client in a separate thread, until the listener is shut down."""
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            Thread(target=serve, args=(client, address), daemon=True).start()


def serve(client: socket.socket, address: tuple[str, int]) -> None:
    """Relay data in both directions until both sides have closed."""
    with client, socket.create_connection(address) as server:
        answers = Thread(target=relay, args=(server, client), daemon=True)
        answers.start()
        relay(client, server)
        answers.join()


def relay(source: socket.socket, target: socket.socket) -> None:
    """Relay data in one direction."""
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(PROCESS.sub(MADE_UP, data))
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
