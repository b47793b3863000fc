"""Profiles the service under load: `python -m dev.profiling cpu --path=/health/ready`."""

import argparse
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from dev import profilers


START_SECONDS = 30
# Writing a report of many allocations takes long.
END_SECONDS = 120


def main(arguments: Sequence[str]) -> None:
    """Write the report, and print its path.

    Raises:
        SystemExit: The service did not start, respond or end, or refused every request.
    """
    options = parse(arguments)
    profilers.FOLDER.mkdir(exist_ok=True)
    port = free_port()
    match options.kind:
        case "cpu":
            report = profilers.CPU
            put_load_on(profilers.of_processor(["dev.serving", str(port)]), port, options)
        case "memory":
            report = profilers.MEMORY
            put_load_on(profilers.of_memory(["dev.serving", str(port)]), port, options)
            profilers.draw_memory()
        case "line":
            report = profilers.LINES
            put_load_on(profilers.of_lines(options.function, [str(port)]), port, options)
        case _:
            report = profilers.PROCESS
            profilers.record_process(options.pid, options.seconds)
    sys.stdout.write(f"The report is {report}\n")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the kind of profile and its options."""
    parser = argparse.ArgumentParser(prog="python -m dev.profiling")
    parser.add_argument("--path", default="/health/ready")
    parser.add_argument("--token", default="")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--function", default="")
    parser.add_argument("--pid", default="")
    parser.add_argument("kind", choices=["cpu", "memory", "line", "process"])
    options = parser.parse_args(arguments)
    if options.seconds < 1:
        parser.error("seconds must be 1 or more")
    if not options.path.startswith("/"):
        parser.error("path must begin with /")
    return options


def put_load_on(command: Sequence[str], port: int, options: argparse.Namespace) -> None:
    """Run the service by this command, and send requests for some seconds, one after the other."""
    headers = {"Authorization": f"Bearer {options.token}"} if options.token else {}
    statuses: Counter[int] = Counter()
    with running(command, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            connection.request("GET", options.path, headers=headers)
            response = connection.getresponse()
            response.read()
            statuses[response.status] += 1
        connection.close()
    for status, count in statuses.items():
        sys.stdout.write(f"{count} responses with status {status}\n")
    if statuses and min(statuses) >= HTTPStatus.BAD_REQUEST:
        sys.exit("The service refused every request. Check path= and token=.")


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[None]:
    """Run a server without its log, and end it by SIGINT, so that the profiler writes its report.

    Raises:
        SystemExit: The server did not start or did not end well.
    """
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        try:
            wait_until_it_listens(process, port)
            yield
        except (OSError, HTTPException) as error:
            sys.exit(f"The service does not respond: {error}")
        finally:
            process.send_signal(signal.SIGINT)
        try:
            code = process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            sys.exit(f"The service did not end within {END_SECONDS} s of SIGINT.")
        if code:
            sys.exit(code)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server accepts connections.

    Raises:
        SystemExit: It has ended instead.
        TimeoutError: It does not accept any.
    """
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(process.returncode or 1)
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"nothing listens after {START_SECONDS} s"
    raise TimeoutError(message)


if __name__ == "__main__":
    main(sys.argv[1:])
