"""Measures what the cache saves and costs: `python -m tests.bench.run cache`.

The totals of all items are requested from a service with the cache and from the same service
without it, on one database. `caches.py` measures the calls of the cache in one process.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import httpx

from tests.bench.load import CONNECTIONS, Operation, Server, compare, serving
from tests.bench.machine import say
from tests.bench.programs import SERVE
from tests.contract.valkey import valkey
from tests.helpers.databases import execute, stop_servers, temporary_database
from tests.helpers.projects import make
from tests.helpers.rendering import attempt, render, run


ADMIN, USERS, ITEMS = 1, 50, 100_000
# Sequential requests whose median is the time of one alone.
ALONE = 30
CACHED, UNCACHED = "with `cache`", "without"
# What the cache of each framework is compared with, beside redis-py; Django has a cache.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "fastapi": ("cashews",),
    "flask": ("flask-caching",),
    "django": (),
}


def measure(
    template: Path, folder: Path, environment: Mapping[str, str], token: Callable[[int], str]
) -> None:
    """Print two tables for each framework: the requests, and the calls in one process."""
    totals = Operation("totals", "GET", "/api/v1/items/totals", token(ADMIN))
    for framework, libraries in LIBRARIES.items():
        services = {
            name: render(
                template,
                {"framework": framework, "capabilities": capabilities},
                folder / f"{framework}-cache-{len(capabilities)}",
            )
            for name, capabilities in {CACHED: ["auth", "cache"], UNCACHED: ["auth"]}.items()
        }
        for service in services.values():
            make("install", cwd=service)
            # Compiled as in the image, even if PYTHONDONTWRITEBYTECODE is set here.
            python = service / ".venv/bin/python"
            attempt(python, "-m", "compileall", "-q", ".venv/lib", "src", cwd=service)
        with ExitStack() as stack:
            url = stack.enter_context(temporary_database("postgresql"))
            redis = stack.enter_context(valkey(services[CACHED])).url
            given = {**environment, "DATABASE_URL": url, "REDIS_URL": redis}
            seed(services[CACHED], given)
            servers = {
                name: stack.enter_context(serving(SERVE, service, given))
                for name, service in services.items()
            }
            say(f"\n{framework}, totals of {ITEMS:,} items:\n\n{table(servers, totals)}")
        say(f"\n{calls(framework, libraries, services[CACHED], environment)}")
    stop_servers()


def seed(service: Path, environment: Mapping[str, str]) -> None:
    """Migrate a database, fill it with the service's own command, and make a user an admin."""
    counts = {"users": str(USERS), "items": str(ITEMS)}
    make("migrate", "seed", cwd=service, prefix=(), **{**environment, **counts})
    url = environment["DATABASE_URL"]
    also = ", is_superuser = true" if (service / "manage.py").exists() else ""
    execute(url, f"UPDATE users SET role = 'admin'{also} WHERE id = {ADMIN}")  # noqa: S608 - constants
    execute(url, "VACUUM ANALYZE")


def table(servers: Mapping[str, Server], operation: Operation) -> str:
    """Request from the servers, and format the times with the ratios to those without a cache."""
    # Alone before the load, after which PostgreSQL and the services still work for a moment.
    alone = {name: milliseconds(server, operation) for name, server in servers.items()}
    of_programs = compare(servers, [operation])[operation.name]
    without, slow = of_programs[UNCACHED], alone[UNCACHED]
    lines = [
        f"| service | ms, alone | requests/s, {CONNECTIONS} connections | p50 ms | CPU us |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {alone[name]:.1f} ({slow / alone[name]:.1f} x) "
        f"| {figures.rate:,.0f} ({figures.rate / without.rate:.1f} x) | {figures.p50:.1f} "
        f"| {figures.cpu_us:,.0f} |"
        for name, figures in of_programs.items()
    ]
    return "\n".join(lines)


def milliseconds(server: Server, operation: Operation) -> float:
    """Return the median time of a request that is alone.

    Raises:
        HTTPStatusError: A response is not a success.
    """
    times = []
    headers = {"Authorization": f"Bearer {operation.token}"}
    base_url = server.instance.base_url
    with httpx.Client(base_url=base_url, headers=headers, timeout=20, trust_env=False) as client:
        # The first request connects and fills the cache.
        client.get(operation.path).raise_for_status()
        for _ in range(ALONE):
            start = time.perf_counter()
            client.get(operation.path).raise_for_status()
            times.append(time.perf_counter() - start)
    return median(times) * 1000


def calls(
    framework: str, libraries: tuple[str, ...], service: Path, environment: Mapping[str, str]
) -> str:
    """Return the table of `caches.py`."""
    packages = [option for library in libraries for option in ("--with", library)]
    script = Path(__file__).with_name("caches.py")
    python = ["uv", "run", "--quiet", *packages, "python"]
    given = {**environment, "PYTHONPATH": str(service)}
    return run(*python, script, framework, cwd=service, **given)
