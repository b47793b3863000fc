"""A collector of traces, which reads OTLP without the libraries that the services use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


ERROR = 2
# The fields of OTLP's messages, by their numbers.
RESOURCE_SPANS, SCOPE_SPANS, SPANS = 1, 2, 2
TRACE_ID, SPAN_ID, PARENT_ID, NAME, ATTRIBUTES, EVENTS, STATUS = 1, 2, 4, 5, 9, 11, 15
FIXED = {1: 8, 5: 4}


@dataclass(frozen=True, slots=True)
class Span:
    """A span that was received."""

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    status: int
    attributes: dict[str, Any]
    events: list[bytes]


class Collector(ThreadingHTTPServer):
    """A server that keeps the bodies of requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        """The value of `OTEL_EXPORTER_OTLP_ENDPOINT`."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def spans(self) -> list[Span]:
        """The spans that were received."""
        return [
            decoded(span)
            for body in list(self.bodies)
            for resource in fields(body).get(RESOURCE_SPANS, [])
            for scope in fields(resource).get(SCOPE_SPANS, [])
            for span in fields(scope).get(SPANS, [])
        ]


class Handler(BaseHTTPRequestHandler):
    """Keeps the body of a request in its server."""

    server: Collector

    def do_POST(self) -> None:
        """Handle one request."""
        assert self.path == "/v1/traces"
        assert self.headers["Content-Type"] == "application/x-protobuf"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Do not log requests."""


@contextmanager
def collecting() -> Iterator[Collector]:
    """Run a collector."""
    with Collector() as collector:
        thread = Thread(target=collector.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield collector
        finally:
            collector.shutdown()
            thread.join()


def decoded(data: bytes) -> Span:
    """Return a decoded span."""
    found = fields(data)
    trace_id, span_id, parent_id = (
        found.get(number, [b""])[0].hex() for number in (TRACE_ID, SPAN_ID, PARENT_ID)
    )
    status = fields(found.get(STATUS, [b""])[0])
    return Span(
        trace_id=trace_id,
        span_id=span_id,
        parent_id=parent_id,
        name=found[NAME][0].decode(),
        status=status.get(3, [0])[0],
        attributes=dict(map(attribute, found.get(ATTRIBUTES, []))),
        events=found.get(EVENTS, []),
    )


def attribute(data: bytes) -> tuple[str, Any]:
    """Return the name and the value of an attribute, which is text or a number."""
    found = fields(data)
    ((kind, (value,)),) = fields(found[2][0]).items()
    return found[1][0].decode(), value.decode() if kind == 1 else value


def fields(data: bytes) -> dict[int, list[Any]]:
    """Return the values of each field of a message in the format of Protocol Buffers."""
    found: dict[int, list[Any]] = {}
    place = 0
    while place < len(data):
        key, place = number_at(data, place)
        value: Any
        kind = key & 7
        if kind == 0:
            value, place = number_at(data, place)
        else:
            length = FIXED.get(kind)
            if length is None:
                length, place = number_at(data, place)
            value, place = data[place : place + length], place + length
        found.setdefault(key >> 3, []).append(value)
    return found


def number_at(data: bytes, place: int) -> tuple[int, int]:
    """Return the number at a place, and the place after it."""
    number = shift = 0
    while True:
        byte = data[place]
        place += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, place
        shift += 7
