"""A collector, which receives spans by OTLP over HTTP."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, override

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


ERROR = 2


@dataclass(frozen=True, slots=True)
class Received:
    """A span as the collector has received it.

    Attributes:
        parent_id: The id of the span around it, or an empty text.
        status: 0 without a status, 2 for an error.
        events: The name and the attributes of each event.
        resource: The attributes of the process.
    """

    name: str
    trace_id: str
    span_id: str
    parent_id: str
    status: int
    attributes: dict[str, Any]
    events: list[tuple[str, dict[str, Any]]]
    resource: dict[str, Any]


class Collector(ThreadingHTTPServer):
    """A server that keeps what it receives.

    Attributes:
        status: The status of its responses.
        paths: The paths of the requests.
        headers: The headers of the last request.
        bodies: The decompressed bodies of the requests.
    """

    daemon_threads = True

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(address, Handler)
        self.status = 200
        self.paths: list[str] = []
        self.headers: dict[str, str] = {}
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        """The address, for `OTEL_EXPORTER_OTLP_ENDPOINT`."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def spans(self) -> list[Received]:
        """All spans that were received, in the order of their ends."""
        requests = map(ExportTraceServiceRequest.FromString, self.bodies)
        return [
            received(span, each.resource)
            for request in requests
            for each in request.resource_spans
            for scope in each.scope_spans
            for span in scope.spans
        ]


class Handler(BaseHTTPRequestHandler):
    """Keeps the body of a request in its server."""

    server: Collector

    def do_POST(self) -> None:
        """Handle one request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_compressed = self.headers["Content-Encoding"] == "gzip"
        self.server.paths.append(self.path)
        self.server.headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.bodies.append(gzip.decompress(body) if is_compressed else body)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    @override
    def log_message(self, *_: object) -> None:
        """Do not log requests."""


def received(span: Any, resource: Any) -> Received:
    """Return a decoded span."""
    return Received(
        name=span.name,
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        status=span.status.code,
        attributes=values(span.attributes),
        events=[(event.name, values(event.attributes)) for event in span.events],
        resource=values(resource.attributes),
    )


def values(pairs: Any) -> dict[str, Any]:
    """Return decoded attributes."""
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in pairs}


@contextmanager
def collecting(port: int = 0) -> Iterator[Collector]:
    """Run a collector."""
    with Collector(("127.0.0.1", port)) as collector:
        thread = Thread(target=collector.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield collector
        finally:
            collector.shutdown()
            thread.join()
