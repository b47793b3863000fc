"""Requests that ask for another protocol than HTTP/1.1."""

from typing import Protocol, override

from httptools import HttpParserUpgrade, HttpRequestParser


class Upgradable(Protocol):
    """What receives the requests of a connection."""

    @property
    def is_handshake(self) -> bool:
        """Return whether the head asks for a protocol that there is."""

    def stay(self, rest: bytes) -> None:
        """Go on without another protocol; what is not read yet stands in `rest`."""


class Parser(HttpRequestParser):
    """httptools' parser, which leaves HTTP/1.1 for a websocket alone.

    It would take the body of a request that asks for another protocol for the next request.
    Java's client asks for HTTP/2 with each; an answer in HTTP/1.1 refuses it.
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
