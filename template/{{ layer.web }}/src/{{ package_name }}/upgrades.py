"""Requests that ask for a protocol upgrade."""

from typing import Protocol, override

from httptools import HttpParserUpgrade, HttpRequestParser


class Upgradable(Protocol):
    """A protocol that receives the parsed requests of a connection."""

    @property
    def is_handshake(self) -> bool:
        """Whether the request is a handshake for a supported protocol."""

    def stay(self, rest: bytes) -> None:
        """Continue with HTTP/1.1; `rest` holds the data that is not parsed yet."""


class Parser(HttpRequestParser):
    """httptools' parser, which upgrades to WebSocket only and ignores other upgrades.

    httptools would parse the body of an ignored upgrade as the next request. Java's client asks
    for HTTP/2 with each request, and a response in HTTP/1.1 declines it.
    """

    def __init__(self, protocol: Upgradable) -> None:
        super().__init__(protocol)
        self.set_dangerous_leniencies(lenient_data_after_close=True)
        self._protocol = protocol

    @override
    def feed_data(self, data: bytes) -> None:  # type: ignore[override]
        try:
            super().feed_data(data)
        except HttpParserUpgrade as upgrade:
            if self._protocol.is_handshake:
                raise
            self._protocol.stay(data[upgrade.args[0] :])
