"""A request of ASGI as WSGI has it."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from io import BufferedReader, BytesIO, RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO, override
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment


if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

type Scope = dict[str, Any]
type Message = dict[str, Any]
type Receive = Callable[[], Coroutine[Any, Any, Message]]
type Send = Callable[[Message], Coroutine[Any, Any, None]]


class Body:
    """The body of a request: its length, and where it is read from."""

    def __init__(self, length: int, stream: BinaryIO | BufferedReader) -> None:
        self.length = length
        self.stream = stream


class Upload(RawIOBase):
    """A body over the limit, for a route that takes it: it arrives while a thread reads it."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._receive = receive
        self._loop = loop
        self._rest = b""
        self._has_more = True

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        while not self._rest and self._has_more:
            future = asyncio.run_coroutine_threadsafe(self._receive(), self._loop)
            message = future.result()
            self._rest = message.get("body", b"")
            self._has_more = message.get("more_body", False)
        view = memoryview(buffer).cast("B")
        piece, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


async def read_body(scope: Scope, receive: Receive, *, limit: int) -> Body | None:
    """Read a body up to a byte beyond the limit; None when the client is gone before its end.

    A body that is announced to be longer is not read here, so that it can be refused unread.
    """
    announced = int(dict(scope["headers"]).get(b"content-length", b"0"))
    if announced > limit:
        return Body(announced, BufferedReader(Upload(receive, asyncio.get_running_loop())))
    body, has_more = bytearray(), True
    while has_more and len(body) <= limit:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        has_more = message.get("more_body", False)
    return Body(len(body), BytesIO(body))


def environ_of(scope: Scope, body: Body) -> WSGIEnvironment:
    """Return the request's environment (PEP 3333)."""
    host, port = scope["server"] or ("localhost", 80)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.stream,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        # Underscores would let one header pass for another.
        if b"_" not in name:
            add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ | {"CONTENT_LENGTH": str(body.length)}


def add_header(environ: WSGIEnvironment, name: str, value: str) -> None:
    """Add a header; one that comes again is a list."""
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
