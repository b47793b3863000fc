"""Measures what capabilities cost a service: `python -m tests.bench.run capabilities`.

Spans and events are sent to a local server that accepts and discards them. Requests are counted
in a Valkey, with a limit that none of them reaches.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.bench.load import Operation, Server, compare, database, serving
from tests.bench.machine import say
from tests.bench.programs import PACKAGES, SERVE
from tests.contract.valkey import valkey
from tests.helpers.projects import make
from tests.helpers.rendering import attempt, render, run


FRAMEWORKS = ("fastapi", "flask", "django")
NONE, ALL = "none", "all"
MEASURED = ("metrics", "tracing", "sentry", "profiling", "rate_limit")
CHOICES = {NONE: (), **{each: (each,) for each in MEASURED}, ALL: MEASURED}
HIGH_LIMIT = {"RATE_LIMIT_REQUESTS": "100000", "RATE_LIMIT_SECONDS": "1"}
# What the limiters of each framework are compared with; each service has its own.
LIMITERS: dict[str, tuple[str, ...]] = {
    "fastapi": ("slowapi", "fastapi-limiter"),
    "flask": ("flask-limiter",),
    "django": (),
}
SMALL = {"example": False, "database": "sqlite"}
UNUSED = {
    "DATABASE_URL": "sqlite:///unused.db",
    "DJANGO_SETTINGS_MODULE": "app.project_settings",
}


class Discard(BaseHTTPRequestHandler):
    """Accepts any body and forgets it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Respond with an empty object."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def discarding() -> Iterator[dict[str, str]]:
    """Run a server for spans and events, and yield the variables that send them to it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Discard) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        address = f"127.0.0.1:{server.server_port}"
        try:
            yield {
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{address}",
                "SENTRY_DSN": f"http://key@{address}/1",
            }
        finally:
            server.shutdown()
            thread.join()


def measure(
    template: Path, folder: Path, environment: Mapping[str, str], operations: Sequence[Operation]
) -> None:
    """Print a table for each framework, with each capability alone and with all of them."""
    for framework in FRAMEWORKS:
        services = {
            name: render(
                template,
                {"framework": framework, "capabilities": [*capabilities]},
                folder / f"{framework}-{name}",
            )
            for name, capabilities in CHOICES.items()
        }
        for service in services.values():
            make("install", cwd=service)
            # Compiled as in the image, because compiling takes memory, too.
            python = service / ".venv/bin/python"
            attempt(python, "-m", "compileall", "-q", ".venv/lib", "src", cwd=service)
        for package in PACKAGES[framework]:
            uv = ("uv", "pip", "install", "--quiet", "--python", ".venv")
            run(*uv, package, cwd=services[NONE])
        with ExitStack() as stack:
            given = {**environment, **HIGH_LIMIT, **stack.enter_context(discarding())}
            given["REDIS_URL"] = stack.enter_context(valkey(services[ALL])).url
            given["DATABASE_URL"] = stack.enter_context(database(services[NONE], given))
            servers = {
                name: stack.enter_context(serving(SERVE, service, given))
                for name, service in services.items()
            }
            say(f"\n{framework}:\n\n{table(servers, operations)}")


def table(servers: Mapping[str, Server], operations: Sequence[Operation]) -> str:
    """Load the servers, and format their costs beside those of the service without capabilities."""
    memory = {name: server.memory_mb() for name, server in servers.items()}
    results = compare(servers, operations)
    lines = [
        f"| capability | start s | memory MB | {' | '.join(results)} |",
        f"|---|--:|--:|{'--:|' * len(results)}",
    ]
    for name, server in servers.items():
        costs = [
            f"{programs[name].cpu_us:,.0f} us ({programs[name].cpu_us / programs[NONE].cpu_us:.2f})"
            for programs in results.values()
        ]
        start = f"{server.seconds_to_start:.2f}"
        lines.append(f"| {name} | {start} | {memory[name]:.0f} | {' | '.join(costs)} |")
    return "\n".join(lines)


def compare_limiters(template: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Print what the limit of a request costs in each framework, beside that of libraries."""
    script = Path(__file__).with_name("limiters.py")
    for framework, libraries in LIMITERS.items():
        answers = {"framework": framework, "capabilities": ["rate_limit"], **SMALL}
        service = render(template, answers, folder / f"{framework}-limiters")
        make("install", cwd=service)
        packages = [option for library in libraries for option in ("--with", library)]
        given = {**environment, "PYTHONPATH": str(service), "LOG_LEVEL": "ERROR", **UNUSED}
        python = ["uv", "run", "--quiet", *packages, "python"]
        compared = run(*python, script, framework, cwd=service, **given)
        say(f"\n{framework}:\n\n{compared}")
