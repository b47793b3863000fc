"""A TCP relay in front of the database, which simulates outages."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

from tests.contract.service import free_port


class Gate:
    """Relays connections to a server while it is open, and refuses them while it is shut.

    Attributes:
        port: Its port on 127.0.0.1.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        """Store the address to relay to."""
        self.port = free_port()
        self._target = target
        self._listener: socket.socket | None = None
        self._sockets: set[socket.socket] = set()
        self._is_speaking = threading.Event()
        self._is_speaking.set()

    def open(self) -> None:
        """Accept connections from now on."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """Close all connections, and refuse new ones."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # Closing alone does not wake the thread that accepts connections.
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for connection in list(self._sockets):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def silence(self) -> None:
        """Keep connections, and accept new ones, but forward no data."""
        self._is_speaking.clear()

    def speak(self) -> None:
        """Forward data again, beginning with what was held back."""
        self._is_speaking.set()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                inside, _ = listener.accept()
                outside = socket.create_connection(self._target)
                for ends in ((inside, outside), (outside, inside)):
                    threading.Thread(target=self._relay, args=ends, daemon=True).start()

    def _relay(self, source: socket.socket, target: socket.socket) -> None:
        self._sockets.add(source)
        with closing(source), suppress(OSError):
            # A connection that was accepted while the gate was being shut ends here.
            while self._listener is not None and (data := source.recv(65_536)):
                self._is_speaking.wait()
                target.sendall(data)
        self._sockets.discard(source)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@contextmanager
def gate_to(database_url: str) -> Iterator[tuple[Gate, str]]:
    """Open a gate in front of a database, and yield it with the URL that leads through it."""
    parts = urlsplit(database_url)
    gate = Gate((parts.hostname or "127.0.0.1", parts.port or 0))
    user = f"{parts.username}@" if parts.username else ""
    address = f"{user}127.0.0.1:{gate.port}"
    gate.open()
    try:
        yield gate, urlunsplit(parts._replace(netloc=address))
    finally:
        gate.shut()
