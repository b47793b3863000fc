"""What looks like a pooler: a relay that makes up the process which the server names."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit


# The message with which a server names the process of a session, and how to end it.
PROCESS = re.compile(rb"K\x00\x00\x00\x0c....", re.DOTALL)
MADE_UP = b"K\x00\x00\x00\x0c\x7f\xff\xff\xff"


@contextmanager
def pooler_of(database_url: str) -> Iterator[str]:
    """Relay to a database for as long as the block lasts; yields the URL through the relay."""
    parts = urlsplit(database_url)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = (parts.hostname or "127.0.0.1", parts.port or 5432)
        thread = Thread(target=accept, args=(listener, address))
        thread.start()
        credentials = parts.netloc.rpartition("@")[0]
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        yield parts._replace(netloc=f"{credentials}@{place}" if credentials else place).geturl()
        # Closing alone would not wake the thread.
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def accept(listener: socket.socket, address: tuple[str, int]) -> None:
    """Serve each client on a thread of its own, until the listener is shut down."""
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            Thread(target=serve, args=(client, address), daemon=True).start()


def serve(client: socket.socket, address: tuple[str, int]) -> None:
    """Relay both ways until both sides have ended."""
    with client, socket.create_connection(address) as server:
        answers = Thread(target=relay, args=(server, client), daemon=True)
        answers.start()
        relay(client, server)
        answers.join()


def relay(source: socket.socket, target: socket.socket) -> None:
    """Relay one way."""
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(PROCESS.sub(MADE_UP, data))
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
