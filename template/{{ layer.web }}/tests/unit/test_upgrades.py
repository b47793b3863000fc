"""A request with an ignored protocol upgrade is one request in HTTP/1.1."""

import asyncio

import pytest

from tests.wire import HEAD, WHOLE, connected, replies


# A body that would also be a valid request.
INNER = b"GET /inner HTTP/1.1\r\nHost: localhost\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n" % len(INNER)


def asking_for(protocol: bytes) -> bytes:
    return HEAD + b"Connection: Upgrade\r\nUpgrade: " + protocol + b"\r\n" + LENGTH


@pytest.mark.parametrize(
    "protocol", [b"h2c", b"foo", b"h2c, foo", b"websocket", b"h2c\r\nUpgrade: websocket"]
)
@pytest.mark.parametrize("method", [b"POST", b"GET"])
def test_its_body_is_no_request(protocol, method):
    request = asking_for(protocol).replace(b"POST", method, 1) + INNER

    first, second = asyncio.run(replies(request, WHOLE))

    assert first.count(b"HTTP/1.1 ") == 1
    assert b"x-names: host connection content-length\r\n" in first
    assert b"x-length: %d\r\n" % len(INNER) in first
    assert b"x-length: 4\r\n" in second


@pytest.mark.parametrize("cut", [20, 70, len(asking_for(b"h2c")) - 2, len(asking_for(b"h2c"))])
def test_it_may_arrive_in_parts(cut):
    async def reply() -> bytes:
        request = asking_for(b"h2c") + INNER
        async with connected() as (reader, writer):
            for part in (request[:cut], request[cut:] + WHOLE):
                writer.write(part)
                await writer.drain()
            first = await reader.readuntil(b"\r\n\r\n")
            return first + await reader.readuntil(b"\r\n\r\n")

    lengths = [line for line in asyncio.run(reply()).split(b"\r\n") if b"x-length" in line]

    assert lengths == [b"x-length: %d" % len(INNER), b"x-length: 4"]


def test_a_tunnel_is_refused():
    (reply,) = asyncio.run(replies(b"CONNECT /health HTTP/1.1\r\nHost: localhost\r\n\r\n"))

    assert reply.startswith(b"HTTP/1.1 400 ")
    assert reply.endswith(b"}")
