"""Measures rendering, gates and services under load: `python -m tests.bench.run [NAME ...]`.

A name is a framework, `cli`, `capabilities` (what each costs), `limiters` (of requests), `cache`
(what it saves and costs), `fleet` (updates), `conflicts` (conflicts of edits) or `plans` (the
indexes that lists use); without one everything is measured.

The load requires wrk, taskset, two cores, and a PostgreSQL server, which is started unless
`BENCH_DATABASE_URL` names an empty database. The benchmarks have no thresholds.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import jwt

from tests.bench import availability, cache, capabilities, conflicts, fleet
from tests.bench.commands import LIBRARIES, figures
from tests.bench.load import (
    CONNECTIONS,
    Operation,
    Results,
    compare,
    database,
    serving,
)
from tests.bench.machine import keep_from_users_settings, measured, say, since
from tests.bench.programs import PACKAGES, PROGRAMS, SERVICE, TEXTBOOK
from tests.helpers.databases import stop_servers, temporary_database
from tests.helpers.projects import clean_environment, make
from tests.helpers.rendering import attempt, release_working_tree, render, run


# Ids in the data of database.py: the user who reads, the user who creates, an item of the first.
READER, WRITER, ITEM = 1, 20, 2001
NEW_ITEM = '{"name": "Desk lamp", "price": "39.90", "description": "Warm light."}'
SECRET_KEY = "a key for the benchmark, of 32 and more characters"
STARTS = 5
# Names that render services of their own.
COMPARED = ("capabilities", "limiters", "cache", "plans")


def main() -> None:
    """Print the figures as they are measured."""
    wanted = sys.argv[1:] or [*PROGRAMS, "cli", *COMPARED, "fleet", "conflicts"]
    if "fleet" in wanted:
        fleet.main()
        wanted.remove("fleet")
    if "conflicts" in wanted:
        conflicts.main()
        wanted.remove("conflicts")
    if not wanted:
        return
    if set(wanted) & {*PROGRAMS, "cli", "capabilities", "cache"}:
        refuse_unless_possible()
    with TemporaryDirectory(prefix="chassis-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        keep_from_users_settings(folder)
        template = folder / "template"
        release_working_tree(template)
        if not {*wanted} <= {*COMPARED}:
            measure_rendering(template, folder)
        if "cli" in wanted:
            measure_commands(template, folder)
        if "plans" in wanted:
            explain_lists(template, folder)
        if "capabilities" in wanted:
            # A probe, a request that is limited by its address, and one with a query and a token.
            live, item = operations()[::2]
            docs = Operation("GET /docs", "GET", "/docs", "")
            capabilities.measure(template, folder, environment(), [live, docs, item])
        if "limiters" in wanted:
            capabilities.compare_limiters(template, folder, environment())
        if "cache" in wanted:
            cache.measure(template, folder, environment(), token)
        for framework in [each for each in wanted if each in PROGRAMS]:
            # The textbook programs have no capabilities.
            answers = {"framework": framework, "capabilities": []}
            service = render(template, answers, folder / framework)
            make("install", cwd=service)
            measure_image(service)
            measure_service(framework, service)


def refuse_unless_possible() -> None:
    """Exit with one sentence if the machine cannot run the load."""
    missing = [program for program in ("wrk", "taskset") if shutil.which(program) is None]
    if missing:
        sys.exit(f"The benchmark needs {' and '.join(missing)} on the PATH (apt-get install wrk).")
    if (os.cpu_count() or 1) < 2:
        sys.exit("The benchmark needs two cores, one for the server and one for the load.")


def measure_rendering(template: Path, folder: Path) -> None:
    """Render a service twice and run its gates, first without a cache."""
    for kind in ("cold", "warm"):
        with measured("rendered in"):
            service = render(template, {}, folder / kind)
        with measured(f"from rendering to green, {kind} cache"):
            make("install", "check", cwd=service, UV_CACHE_DIR=str(folder / "cache"))


def measure_commands(template: Path, folder: Path) -> None:
    """Print start-up time and speed of the program with each command library."""
    for library in LIBRARIES:
        answers = {"framework": "cli", "cli_library": library}
        program = render(template, answers, folder / library)
        make("install", cwd=program)
        run("uv", "pip", "install", "--quiet", "--python", ".venv", "sqlite-utils", cwd=program)
        for line in figures(library, program):
            say(line)


def explain_lists(template: Path, folder: Path) -> None:
    """Print the indexes that the lists of a service use on a large table."""
    service = render(template, {"framework": "fastapi"}, folder / "plans")
    make("install", cwd=service)
    with temporary_database("postgresql") as url:
        given = {"DATABASE_URL": url, "SECRET_KEY": SECRET_KEY, "LOG_LEVEL": "ERROR"}
        python, script = service / ".venv/bin/python", Path(__file__).with_name("plans.py")
        say(run(python, script, cwd=service, **given))
    stop_servers()


def measure_image(service: Path) -> None:
    """Build the container image, if a container engine is available."""
    if shutil.which("docker") is None or attempt("docker", "info", cwd=service).returncode:
        say("image: no container engine")
        return
    image = "chassis-bench"
    start = time.perf_counter()
    built = attempt("docker", "build", "--no-cache", "--tag", image, ".", cwd=service)
    if built.returncode:
        say(f"image: not built: {built.stderr.splitlines()[-1]}")
        return
    size = run("docker", "image", "inspect", "--format", "{{.Size}}", image, cwd=service)
    run("docker", "image", "rm", image, cwd=service)
    say(f"image: {int(size) / 1e6:.0f} MB with its base, built in {since(start)}")


def measure_service(framework: str, service: Path) -> None:
    """Print start-up time, memory, and the table of the programs under load."""
    for package in PACKAGES[framework]:
        run("uv", "pip", "install", "--quiet", "--python", ".venv", package, cwd=service)
    # Compiled as in the image, even if PYTHONDONTWRITEBYTECODE is set here.
    attempt(service / ".venv/bin/python", "-m", "compileall", "-q", ".venv/lib", "src", cwd=service)
    programs = PROGRAMS[framework]
    given = environment()
    with ExitStack() as stack:
        given["DATABASE_URL"] = stack.enter_context(database(service, given))
        seconds = median(starts(programs[SERVICE], service, given))
        say(f"{framework}: {seconds:.2f} s from the start to the first answer")
        servers = {
            name: stack.enter_context(serving(program, service, given))
            for name, program in programs.items()
        }
        before = servers[SERVICE].memory_mb()
        results = compare(servers, operations())
        after = servers[SERVICE].memory_mb()
        say(f"memory: {before:.0f} MB after the start, {after:.0f} MB after the load")
        availability.measure(programs[SERVICE], service, given, operations()[1])
        availability.cost_of_limits(programs[SERVICE], service, given, operations()[1:3])
        say(f"\nOne worker on one core, {CONNECTIONS} connections:\n\n{table(results)}")


def environment() -> dict[str, str]:
    """Return the variables of the measured services."""
    return clean_environment() | {
        "SECRET_KEY": SECRET_KEY,
        "LOG_FORMAT": "json",
        "BENCH_READER": str(READER),
        "BENCH_WRITER": str(WRITER),
    }


def starts(program: list[str], service: Path, environment: dict[str, str]) -> Iterator[float]:
    """Start the service several times, and yield the seconds until its first response."""
    for _ in range(STARTS):
        with serving(program, service, environment) as server:
            yield server.seconds_to_start


def operations() -> list[Operation]:
    """Return the requests that are sent to each program."""
    reader, writer = token(READER), token(WRITER)
    items = "/api/v1/items"
    return [
        Operation("GET /health/live", "GET", "/health/live", reader),
        Operation(f"GET {items}", "GET", items, reader),
        Operation(f"GET {items}/{{id}}", "GET", f"{items}/{ITEM}", reader),
        Operation(f"POST {items}", "POST", items, writer, NEW_ITEM),
    ]


def token(user: int) -> str:
    """Sign an access token as the service does."""
    now = datetime.now(UTC)
    claims = {"sub": str(user), "iat": now, "exp": now + timedelta(hours=1)}
    return jwt.encode(claims, SECRET_KEY, algorithm="HS256")


def table(results: Results) -> str:
    """Format the results as Markdown, each rate relative to the textbook program's."""
    lines = [
        "| operation | program | requests/s | of (a) | p50 ms | p99 ms | CPU us | (a) has |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for operation, programs in results.items():
        base = programs[TEXTBOOK]
        lines += [
            f"| `{operation}` | {program} | {figures.rate:,.0f} | {figures.rate / base.rate:.2f} "
            f"| {figures.p50:.1f} | {figures.p99:.1f} "
            f"| {figures.cpu_us:,.0f} | {base.cpu_us / figures.cpu_us:.2f} |"
            for program, figures in programs.items()
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
