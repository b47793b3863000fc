"""Serves the programs on one core, and sends load to each in turn from another core."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.contract.service import Instance
from tests.contract.service import run as run_server
from tests.helpers.rendering import run


HERE = Path(__file__).parent
SERVER_CORE = "0"
LOAD_CORE = "1"
CONNECTIONS = 16
ROUNDS = 6
SECONDS = 3


@dataclass(frozen=True)
class Operation:
    """A request that is sent repeatedly."""

    name: str
    method: str
    path: str
    token: str
    body: str = ""


@dataclass(frozen=True)
class Figures:
    """What a round of load has shown.

    Attributes:
        rate: Requests a second.
        p50: The median of the latency in milliseconds.
        p99: Its 99th percentile.
        cpu_us: The server's processor time for a request in microseconds, which depends less than
            the rate on what else the machine does.
    """

    rate: float
    p50: float
    p99: float
    cpu_us: float

    @classmethod
    def median(cls, rounds: Sequence["Figures"]) -> "Figures":
        """Return the median of each figure."""
        return cls(*(median(column) for column in zip(*map(cls.values, rounds), strict=True)))

    def values(self) -> tuple[float, ...]:
        """Return the figures in order."""
        return self.rate, self.p50, self.p99, self.cpu_us


Results = dict[str, dict[str, Figures]]


@dataclass(frozen=True)
class Server:
    """A running program.

    Attributes:
        seconds_to_start: The time from its start to its first response.
    """

    instance: Instance
    seconds_to_start: float

    def memory_mb(self) -> float:
        """Tell how much memory it and its workers hold."""
        return sum(map(proportional_mb, self.processes()))

    def cpu_seconds(self) -> float:
        """Return the processor time that it and its workers have used."""
        return sum(map(cpu_seconds, self.processes()))

    def processes(self) -> list[str]:
        """Return the ids of its process and of its workers."""
        pid = self.instance.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
        return [str(pid), *children.split()]


def cpu_seconds(pid: str) -> float:
    """Return the processor time that a process has used, for itself and in the kernel."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def proportional_mb(pid: str) -> float:
    """Return the memory of a process, with its share of shared pages."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    size = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(size.split()[1]) / 1024


@contextmanager
def serving(
    program: Sequence[str], service: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Serve a program in the environment of a rendered service until the block ends."""
    server = str(service / ".venv/bin" / program[0])
    command = ["taskset", "-c", SERVER_CORE, server, *program[1:]]
    start = time.perf_counter()
    with run_server(command, service, environment, service) as instance:
        yield Server(instance, time.perf_counter() - start)


def compare(servers: Mapping[str, Server], operations: Sequence[Operation]) -> Results:
    """Load the servers in turn, so that other processes on the machine affect all alike."""
    rounds: dict[str, dict[str, list[Figures]]] = {
        operation.name: {name: [] for name in servers} for operation in operations
    }
    for operation in operations:
        for server in servers.values():
            load(server, operation, seconds=1)
    for turn in range(ROUNDS):
        # The program that is loaded second has an advantage of about 15 %.
        order = [*servers][:: 1 if turn % 2 else -1]
        for operation in operations:
            for name in order:
                figures = load(servers[name], operation, seconds=SECONDS)
                rounds[operation.name][name].append(figures)
    return {
        operation: {name: Figures.median(figures) for name, figures in of_programs.items()}
        for operation, of_programs in rounds.items()
    }


def load(server: Server, operation: Operation, *, seconds: int) -> Figures:
    """Send the request on all connections for some seconds.

    Raises:
        RuntimeError: Requests failed, or none was answered.
    """
    before = server.cpu_seconds()
    printed = run(
        *("taskset", "-c", LOAD_CORE, "wrk", "--threads", "1", "--connections", str(CONNECTIONS)),
        # Totals of many items without a cache take more than wrk's own 2 s on a busy machine.
        *("--duration", f"{seconds}s", "--timeout", "10s", "--script", HERE / "load.lua"),
        server.instance.base_url + operation.path,
        *("--", operation.method, operation.token, operation.body),
        cwd=HERE,
    )
    rate, p50, p99, failed = map(float, printed.split()[-4:])
    if failed or not rate:
        message = f"{operation.name}: {failed:.0f} requests failed\n{printed}"
        raise RuntimeError(message)
    cpu_us = (server.cpu_seconds() - before) / (rate * seconds) * 1e6
    return Figures(rate, p50, p99, cpu_us)


@contextmanager
def database(service: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Run `database.py` until the block ends, and yield its URL."""
    command = [str(service / ".venv/bin/python"), str(HERE / "database.py")]
    with subprocess.Popen(
        command,
        cwd=service,
        env={**environment, "PYTHONPATH": str(service)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert url, "the database did not start"
        yield url
        # Closing standard input, at the end of the block, stops it.
