"""Measures a command-line program: the start-up of its help, and the rate of import and export."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.projects import clean_environment
from tests.helpers.reading import prefix_of


LIBRARIES = ("typer", "click")
LOOP = """
import csv, sqlite3, sys

with open(sys.argv[1], newline="") as file, sqlite3.connect(sys.argv[2]) as database:
    rows = csv.reader(file)
    next(rows)
    database.executemany(
        "INSERT INTO items (name, price, status, version, created_at, updated_at) "
        "VALUES (?, round(? * 100), 'draft', 1, datetime(), datetime())",
        rows,
    )
"""
SLUG = "my-service"
# What a command that uses the database imports, and what it does without.
PARTS = ("sqlalchemy", "sqlalchemy.orm", "pydantic_settings", "structlog", "rich.table")
ROWS = 1_000_000
ATTEMPTS = 10
LOOP_FILES = ("items.csv", "loop.db")
UTILS_FILES = ("utils.db", "items", "items.csv", "--csv")


@dataclass(frozen=True, slots=True)
class Usage:
    """The resources that a process used: wall-clock and CPU time in seconds, and peak memory."""

    wall: float
    processor: float
    peak_mib: float


def figures(library: str, project: Path) -> Iterator[str]:
    """Measure an installed program, and yield a line for each figure."""
    programs = project / ".venv/bin"
    bare = startup(str(programs / "python"), "-c", "pass")
    for page in (["--help"], ["items", "import", "--help"]):
        over = startup(str(programs / SLUG), *page) - bare
        yield f"{library}: {' '.join(page)} takes {over * 1000:.0f} ms over a bare interpreter"
    for part in PARTS:
        over = startup(str(programs / "python"), "-c", f"import gc, {part}; gc.freeze()") - bare
        yield f"{library}: the import of {part} takes {over * 1000:.0f} ms"
    with TemporaryDirectory(prefix="chassis-bench-") as name:
        folder = Path(name)
        environment = {f"{prefix_of(SLUG)}DATABASE_URL": f"sqlite:///{folder / 'items.db'}"}
        write_rows(folder / "items.csv")
        used(str(programs / SLUG), "db", "upgrade", cwd=folder, **environment)
        over = startup(str(programs / SLUG), "items", "list", **environment) - bare
        yield f"{library}: items list takes {over * 1000:.0f} ms over a bare interpreter"
        shutil.copy(folder / "items.db", folder / "loop.db")
        commands = {
            f"{library}: items import": [SLUG, "items", "import", "items.csv"],
            "the same file by a loop of csv and executemany": ["python", "-c", LOOP, *LOOP_FILES],
            "the same file by sqlite-utils insert --csv": ["sqlite-utils", "insert", *UTILS_FILES],
            f"{library}: items export": [SLUG, "items", "export", "--output", "exported.csv"],
        }
        for task, (program, *arguments) in commands.items():
            usage = used(str(programs / program), *arguments, cwd=folder, **environment)
            yield (
                f"{task}: {ROWS / usage.wall:,.0f} rows/s, {ROWS / usage.processor:,.0f} a second "
                f"of the processor, {usage.peak_mib:.0f} MiB at most"
            )


def write_rows(path: Path) -> None:
    """Write a CSV file with many items."""
    with path.open("w", encoding="utf-8") as file:
        file.write("name,price\n")
        file.writelines(f"Item {number},{number % 100}.5\n" for number in range(ROWS))


def startup(*command: str, **environment: str) -> float:
    """Run a command several times and return the least CPU time: the least disturbed run."""
    return min(used(*command, cwd=Path(), **environment).processor for _ in range(ATTEMPTS))


def used(*command: str, cwd: Path = Path(), **environment: str) -> Usage:
    """Run a command and return the resources that it used."""
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
