"""Runs a command in a minimal environment: `python .ci/alone.py COMMAND …`, as root, on Debian.

The command sees only git, Python and Debian's essential programs. It runs in a network namespace of
its own, in which only its own servers are reachable. A proxy leads to package indexes.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]

PORT = 3128
SELF = Path(__file__).resolve()
PYTHON = Path(sys.executable).resolve().parent
LOOPBACK = "localhost,127.0.0.1,::1"
# On Debian awk is mawk, through a link that belongs to no package.
PACKAGES = ("git", "mawk")
LINKS = ("awk", "which")


async def main(command: list[str]) -> int:
    """Serve the proxy while the command runs in its network namespace."""
    with tempfile.TemporaryDirectory(prefix="alone-") as folder:
        (Path(folder) / "bin").mkdir()
        for program in essential_programs():
            with suppress(FileExistsError):
                (Path(folder) / "bin" / program.name).symlink_to(program)
        server = await asyncio.start_unix_server(proxy, Path(folder) / "proxy")
        async with server:
            process = await asyncio.create_subprocess_exec(
                *("unshare", "--net", sys.executable, SELF, "--inside", folder, *command)
            )
            return await process.wait()


def essential_programs() -> Iterator[Path]:
    """Find the programs of Debian's essential packages, and git."""
    listed = run("dpkg-query", "--show", "--showformat=${Essential} ${Package}\\n").splitlines()
    essential = [line.split()[1] for line in listed if line.startswith("yes ")]
    for line in run("dpkg-query", "--listfiles", *essential, *PACKAGES).splitlines():
        path = Path(line)
        if path.parent.name in {"bin", "sbin"} and os.access(path, os.X_OK) and path.is_file():
            yield path
    for name in LINKS:
        yield Path("/usr/bin") / name


def run(*command: str) -> str:
    """Return the output of a command."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Connect a client to the requested host."""
    request = await reader.readuntil(b"\r\n\r\n")
    method, target, _ = request.split(b" ", 2)
    host, _, port = target.decode().rpartition(":")
    if method != b"CONNECT":
        writer.write(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
        writer.close()
        return
    try:
        there = await asyncio.open_connection(host, int(port))
    except OSError:
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        writer.close()
        return
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    await join((reader, writer), there)


async def relay(folder: Path) -> asyncio.Server:
    """Serve the proxy on a port of this network namespace."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join((reader, writer), await asyncio.open_unix_connection(folder / "proxy"))

    return await asyncio.start_server(serve, "127.0.0.1", PORT)


async def join(one: Ends, other: Ends) -> None:
    """Copy bytes in both directions until both sides have ended."""
    await asyncio.gather(copy(one[0], other[1]), copy(other[0], one[1]))


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until the end of the stream."""
    with suppress(ConnectionError):
        while block := await reader.read(65536):
            writer.write(block)
            await writer.drain()
    writer.close()


async def inside(folder: Path, command: list[str]) -> int:
    """Run the command in this network namespace, with only these programs on the PATH."""
    environment = {
        **os.environ,
        "PATH": f"{PYTHON}:{folder / 'bin'}",
        "HTTPS_PROXY": f"http://127.0.0.1:{PORT}",
        "NO_PROXY": LOOPBACK,
        "no_proxy": LOOPBACK,
        # The proxy shares the processors with the downloads.
        "UV_CONCURRENT_DOWNLOADS": "8",
        "UV_HTTP_CONNECT_TIMEOUT": "60",
    }
    async with await relay(folder):
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        return await process.wait()


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        run("ip", "link", "set", "lo", "up")
        sys.exit(asyncio.run(inside(Path(sys.argv[2]), sys.argv[3:])))
    sys.exit(asyncio.run(main(sys.argv[1:])))
