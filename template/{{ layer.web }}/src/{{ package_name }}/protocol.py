"""HTTP over one connection, with limits for the time that a request may take to arrive."""

import asyncio
from typing import ClassVar, override

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class PunctualProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which closes a connection whose request does not arrive in time.

    Attributes:
        head_seconds: How long the head of a request may take.
        body_seconds: How long its body may take.
    """

    head_seconds: ClassVar[float] = 10
    body_seconds: ClassVar[float] = 30
    _deadline: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_within(self.head_seconds)

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect_within(self.head_seconds)

    @override
    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._expect_within(self.body_seconds)

    @override
    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._expect_nothing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._expect_nothing()

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._deadline = self.loop.call_later(seconds, self.transport.close)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
