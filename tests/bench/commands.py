"""Measures a command-line program: how long its help takes, and how fast it imports and exports."""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.projects import clean_environment


LIBRARIES = ("typer", "click")
SLUG = "my-service"
ROWS = 1_000_000
ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process took: time on the wall and of the processor, in seconds, and memory."""

    wall: float
    processor: float
    peak_mib: float


def figures(library: str, project: Path) -> Iterator[str]:
    """Measure a program that is installed; yields a line for each figure."""
    programs = project / ".venv/bin"
    bare = startup(str(programs / "python"), "-c", "pass")
    for page in (["--help"], ["items", "import", "--help"]):
        over = startup(str(programs / SLUG), *page) - bare
        yield f"{library}: {' '.join(page)} takes {over * 1000:.0f} ms over a bare interpreter"
    with TemporaryDirectory(prefix="chassis-bench-") as name:
        folder = Path(name)
        environment = {"DATABASE_URL": f"sqlite:///{folder / 'items.db'}"}
        write_rows(folder / "items.csv")
        used(str(programs / SLUG), "db", "upgrade", cwd=folder, **environment)
        for command in (["import", "items.csv"], ["export", "--output", "exported.csv"]):
            usage = used(str(programs / SLUG), "items", *command, cwd=folder, **environment)
            yield (
                f"{library}: items {command[0]}: {ROWS / usage.wall:,.0f} rows/s, "
                f"{usage.peak_mib:.0f} MiB at most"
            )


def write_rows(path: Path) -> None:
    """Write a file of many items."""
    with path.open("w", encoding="utf-8") as file:
        file.write("name,price\n")
        file.writelines(f"Item {number},{number % 100}.5\n" for number in range(ROWS))


def startup(*command: str) -> float:
    """Run a command a few times; returns the least processor time, which other processes spare."""
    return min(used(*command).processor for _ in range(ATTEMPTS))


def used(*command: str, cwd: Path = Path(), **environment: str) -> Usage:
    """Run a command to its end, and tell what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=clean_environment() | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    wall = time.perf_counter() - start
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
