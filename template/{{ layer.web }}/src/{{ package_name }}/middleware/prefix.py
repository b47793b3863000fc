"""The path prefix under which a proxy publishes the service."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any


type Send = Callable[[Any], Awaitable[None]]


class PrefixMiddleware:
    """Middleware that serves an application under a prefix, whether or not the proxy strips it.

    The prefix comes from the settings, or else from the server, such as uvicorn's `--root-path`.
    `Location` headers that begin with `/` get the prefix, too.
    """

    def __init__(self, app: Callable[..., Awaitable[None]], *, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Send) -> None:
        """Handle a request with the prefix in `root_path`."""
        added_by_server = scope.get("root_path", "")
        prefix = self.prefix or added_by_server.rstrip("/")
        if not prefix or "path" not in scope:
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(added_by_server)
        if is_below(path, prefix):
            path = path.removeprefix(prefix)

        async def send_with_prefix(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, located(value, prefix) if name.lower() == b"location" else value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        scope = {**scope, "root_path": prefix, "path": prefix + (path or "/")}
        await self.app(scope, receive, send_with_prefix)


def is_below(path: str, prefix: str) -> bool:
    """Return whether the path begins with the prefix."""
    return f"{path}/".startswith(f"{prefix}/")


def located(address: bytes, prefix: str) -> bytes:
    """Add the prefix to a `Location` that is a path without it.

    Example:
        >>> located(b"/items/7", "/orders"), located(b"https://example.com/", "/orders")
        (b'/orders/items/7', b'https://example.com/')
    """
    path = address.decode("latin-1")
    is_path = path.startswith("/") and not path.startswith("//")
    return prefix.encode() + address if is_path and not is_below(path, prefix) else address


def path_in(scope: Mapping[str, Any]) -> str:
    """Return the path of a request without the prefix, as the routes define it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
