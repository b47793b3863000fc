"""HTTP over one connection, with limits for the time and the length of a request."""

import asyncio
import json
import re
from typing import ClassVar, override

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


# How Java's client asks for HTTP/2 with each request; the answer in HTTP/1.1 refuses it.
ASKS_FOR_HTTP2 = re.compile(rb"\r\nupgrade:[ \t]*h2c[ \t]*(?=\r\n)", re.IGNORECASE)


class PunctualProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which refuses heads that are too long, and requests that come too slowly.

    Attributes:
        max_head_bytes: How long the head of a request may be.
        max_headers: How many headers it may have.
        head_seconds: How long the head of a request may take.
        body_seconds: How long its body may take.
    """

    max_head_bytes: ClassVar[int] = 65_536
    max_headers: ClassVar[int] = 100
    head_seconds: ClassVar[float] = 10
    body_seconds: ClassVar[float] = 30
    _deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _is_head_complete = False

    @override
    def data_received(self, data: bytes) -> None:
        if not self._is_head_complete:
            # The parser would take the body for what follows in the other protocol.
            head, end, rest = data.partition(b"\r\n\r\n")
            data = ASKS_FOR_HTTP2.sub(b"", head + end[:2]) + end[2:] + rest
        super().data_received(data)

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_within(self.head_seconds)

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = 0
        self._expect_within(self.head_seconds)

    @override
    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(url)

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        # Trailers, after the body, are no headers: what has checked those has not seen them.
        if not self._is_head_complete:
            super().on_header(name, value)
            self._count(name + value)

    @override
    def on_headers_complete(self) -> None:
        self._is_head_complete = True
        super().on_headers_complete()
        self._expect_within(self.body_seconds)

    @override
    def on_message_complete(self) -> None:
        self._is_head_complete = False
        super().on_message_complete()
        self._expect_nothing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._expect_nothing()

    @override
    def send_400_response(self, msg: str) -> None:
        body = json.dumps({"error": "bad_request", "message": msg}).encode()
        head = (
            "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _count(self, part: bytes) -> None:
        """Count a part of the head; what is raised here makes the request an invalid one."""
        self._head_bytes += len(part)
        if self._head_bytes > self.max_head_bytes or len(self.headers) > self.max_headers:
            message = "The head of the request is too long."
            raise ValueError(message)

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._deadline = self.loop.call_later(seconds, self.transport.close)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
