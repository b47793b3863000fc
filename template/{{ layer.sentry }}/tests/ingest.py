"""A local server that receives reports as Sentry does."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any

import sentry_sdk


TIMEOUT_SECONDS = 5


class Ingest(ThreadingHTTPServer):
    """The server, with the envelopes that it has received."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.envelopes: Queue[str] = Queue()

    @property
    def dsn(self) -> str:
        """The DSN of the only project."""
        return f"http://key@127.0.0.1:{self.server_port}/1"

    def envelope(self) -> str:
        """Wait for the next envelope, and return it."""
        return self.envelopes.get(timeout=TIMEOUT_SECONDS)


class Handler(BaseHTTPRequestHandler):
    """Stores the body of each request."""

    protocol_version = "HTTP/1.1"
    server: Ingest

    def do_POST(self) -> None:
        """Receive an envelope."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.envelopes.put(body.decode())
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def event_of(envelope: str) -> dict[str, Any]:
    """Return the event of an envelope, which is its last line."""
    event: dict[str, Any] = json.loads(envelope.splitlines()[-1])
    return event


@contextmanager
def receiving() -> Iterator[Ingest]:
    """Run a server. Afterwards the process reports nothing any more."""
    with Ingest() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            sentry_sdk.get_client().close(TIMEOUT_SECONDS)
            sentry_sdk.get_global_scope().set_client(None)
            server.shutdown()
            thread.join()
