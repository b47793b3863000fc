"""The client's address behind a proxy, for servers that do not set it as uvicorn does."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class ForwardedAddress:
    """Replaces the address of a trusted proxy by the client's, taken from `X-Forwarded-For`.

    This is the last address that is not a trusted proxy's: clients can forge those before it.
    """

    def __init__(
        self, app: WSGIApplication, *, proxies: Sequence[IPv4Network | IPv6Network]
    ) -> None:
        self.app = app
        self.proxies = proxies

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one WSGI request."""
        hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        while hops and self.is_proxy(environ.get("REMOTE_ADDR", "")):
            environ["REMOTE_ADDR"] = hops.pop().strip() or environ["REMOTE_ADDR"]
        return self.app(environ, start_response)

    def is_proxy(self, address: str) -> bool:
        """Return whether the address is that of a trusted proxy."""
        try:
            return any(ip_address(address) in network for network in self.proxies)
        except ValueError:
            return False
