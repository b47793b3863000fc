"""Serves three programs on one core, and loads them in turn from another."""

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
    """One request, sent again and again."""

    name: str
    method: str
    path: str
    token: str
    body: str = ""


@dataclass(frozen=True)
class Figures:
    """What a round of load has shown; times in milliseconds."""

    rate: float
    p50: float
    p99: float

    @classmethod
    def median(cls, rounds: Sequence["Figures"]) -> "Figures":
        """Take the median of each figure."""
        return cls(*(median(column) for column in zip(*map(cls.values, rounds), strict=True)))

    def values(self) -> tuple[float, float, float]:
        """Return the figures in order."""
        return self.rate, self.p50, self.p99


Results = dict[str, dict[str, Figures]]


@dataclass(frozen=True)
class Server:
    """A program that answers.

    Attributes:
        seconds_to_start: From its start to its first answer.
    """

    instance: Instance
    seconds_to_start: float

    def memory_mb(self) -> float:
        """Tell how much memory it and its workers hold."""
        pid = self.instance.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
        return sum(map(proportional_mb, [str(pid), *children.split()]))


def proportional_mb(pid: str) -> float:
    """Tell how much memory a process holds, with its part of what it shares."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    size = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(size.split()[1]) / 1024


@contextmanager
def serving(
    program: Sequence[str], service: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Serve a program in the environment of a rendered service, until the block ends."""
    server = str(service / ".venv/bin" / program[0])
    command = ["taskset", "-c", SERVER_CORE, server, *program[1:]]
    start = time.perf_counter()
    with run_server(command, service, environment, service) as instance:
        yield Server(instance, time.perf_counter() - start)


def compare(servers: Mapping[str, Server], operations: Sequence[Operation]) -> Results:
    """Load the servers by turns, so that what else this machine does meets all of them alike."""
    rounds: dict[str, dict[str, list[Figures]]] = {
        operation.name: {name: [] for name in servers} for operation in operations
    }
    for operation in operations:
        for server in servers.values():
            load(server, operation, seconds=1)
    for turn in range(ROUNDS):
        # Who comes after another's load is at an advantage of some 15 %.
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
    """Send the request over all connections for some seconds.

    Raises:
        RuntimeError: Some answers were errors, or did not come.
    """
    printed = run(
        *("taskset", "-c", LOAD_CORE, "wrk", "--threads", "1", "--connections", str(CONNECTIONS)),
        *("--duration", f"{seconds}s", "--script", HERE / "load.lua"),
        server.instance.base_url + operation.path,
        *("--", operation.method, operation.token, operation.body),
        cwd=HERE,
    )
    rate, p50, p99, failed = map(float, printed.split()[-4:])
    if failed or not rate:
        message = f"{operation.name}: {failed:.0f} requests failed\n{printed}"
        raise RuntimeError(message)
    return Figures(rate, p50, p99)


@contextmanager
def database(service: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Keep the database of `database.py` until the block ends; yields its URL."""
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
        # Leaving closes its standard input, at whose end it stops.
