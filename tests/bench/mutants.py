"""Runs mutation testing on a service: `python -m tests.bench.mutants FRAMEWORK [NAME ...]`.

mutmut creates mutants of the default service, and runs the tests that reach each of them. A name
such as `app.security.*` selects mutants. The command prints the survivors and the score, and fails
below the least score. docs/mutants.md explains the mutants that may survive.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.commands import LIBRARIES
from tests.bench.machine import keep_from_users_settings, say
from tests.helpers.databases import psql, stop_servers, temporary_database
from tests.helpers.projects import make, typed
from tests.helpers.rendering import attempt, release_working_tree, render


# The code that the rendered tests are expected to cover.
OWNED = [
    "security/*",
    "services/*",
    "middleware/*",
    "api/*",
    "mail.py",
    "database.py",
    "settings/*",
]
# Appended to the service's `dev/server.py`. Starting a server and migrating a database for each
# mutant would take five of its six seconds.
SHARED_SERVER = """

@contextmanager
def temporary_database() -> Iterator[str]:
    name = f"mutant_{{os.getpid()}}"
    command = ["{psql}", "{url}", "-qXc"]
    subprocess.run([*command, f"CREATE DATABASE {{name}} TEMPLATE {template}"], check=True)
    try:
        yield "{url}".removesuffix("postgres") + name
    finally:
        subprocess.run([*command, f"DROP DATABASE {{name}} WITH (FORCE)"], check=True)
"""
# A mutant runs in a fork of a process that has hashed passwords. The threads of the pool do not
# exist in the fork, so each hash would wait for one of them until the mutant's time limit.
RENEWED_POOL = """

def renew_pool() -> None:
    from app.security import passwords

    passwords.POOL = type(passwords.POOL)(passwords.AT_ONCE)


os.register_at_fork(after_in_child=renew_pool)
"""
# The least percentage of mutants that the tests have to detect.
LEAST = 90
MIGRATE = ["-m", "alembic", "upgrade", "head"]
TESTS = ("tests/unit", "tests/integration")
NOTICED = {"killed", "killed by another test", "timeout", "segfault"}
UNKNOWN = {"not checked", "skipped"}


def main(framework: str = "fastapi", *names: str) -> None:
    """Print the score of a framework's default service, and each mutant that survives."""
    with (
        TemporaryDirectory(prefix="chassis-mutants-") as name,
        temporary_database("postgresql") as url,
    ):
        folder = Path(name)
        keep_from_users_settings(folder)
        (folder / "template").mkdir()
        release_working_tree(folder / "template")
        is_program = framework in {"cli", *LIBRARIES}
        answers = {"framework": "cli" if is_program else framework, "package_name": "app"}
        if framework in LIBRARIES:
            answers["cli_library"] = framework
        service = render(folder / "template", answers, folder / "service")
        narrow(service / "pyproject.toml", ["*"] if is_program else OWNED)
        make("install", cwd=service)
        typed("uv", "pip", "install", "--quiet", "mutmut", cwd=service)
        if not is_program:
            share_server(service, url)
        mutmut(service, "run", *names)
        found = statuses(service)
        # mutmut attributes what a session fixture calls to the first test that uses the fixture.
        left = survivors(found)
        tests = [*TESTS, "tests/e2e"] if is_program else TESTS
        assert not is_noticed(service, tests, ""), "The tests fail without any mutant"
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            verdicts = pool.map(partial(is_noticed, service, tests), left)
        for mutant, verdict in zip(left, verdicts, strict=True):
            if verdict:
                found[mutant] = "killed by another test"
            else:
                say(mutmut(service, "show", mutant))
    say(score(framework, found))
    if 100 * len(survivors(found)) > (100 - LEAST) * len(found):
        sys.exit(f"Fewer than {LEAST} % are noticed")


def narrow(settings: Path, owned: Iterable[str]) -> None:
    """Restrict mutmut to the code that the rendered tests are expected to cover."""
    section = "[tool.mutmut]\n"
    paths = json.dumps([f"src/app/{each}" for each in owned])
    text = settings.read_text(encoding="utf-8")
    assert section in text
    settings.write_text(
        text.replace(section, f"{section}only_mutate = {paths}\n"), encoding="utf-8"
    )


def share_server(service: Path, url: str) -> None:
    """Give each run of the tests a copy of this database, after migrating it."""
    migrate = ["manage.py", "migrate"] if (service / "manage.py").exists() else MIGRATE
    urls = {"DATABASE_URL": url, "MY_SERVICE_DATABASE_URL": url}
    typed("uv", "run", "python", *migrate, cwd=service, SECRET_KEY="x" * 32, **urls)
    server, template = service / "dev/server.py", url.rpartition("/")[2]
    # PostgreSQL does not copy a database that is in use, so clients connect to another one.
    address = url.replace(template, "postgres")
    text = SHARED_SERVER.format(psql=psql(), url=address, template=template)
    has_pool = (service / "src/app/security/passwords.py").exists()
    text = server.read_text(encoding="utf-8") + text + (RENEWED_POOL if has_pool else "")
    server.write_text(text, encoding="utf-8")


def mutmut(service: Path, *arguments: str) -> str:
    """Run mutmut in the service's own environment, and return its output."""
    return typed("uv", "run", "--no-sync", "mutmut", *arguments, cwd=service)


def statuses(service: Path) -> dict[str, str]:
    """Return the status of each mutant that was run, by its name."""
    lines = mutmut(service, "results", "--all", "true").splitlines()
    pairs = (line.strip().split(": ", 1) for line in lines if ": " in line)
    return {name: status for name, status in pairs if status not in UNKNOWN}


def survivors(found: dict[str, str]) -> list[str]:
    """Return the names of the mutants that no test has detected."""
    return [each for each, status in found.items() if status not in NOTICED]


def is_noticed(service: Path, tests: Iterable[str], mutant: str) -> bool:
    """Return whether one of these tests fails with a mutant, or the tests cannot run."""
    finished = attempt(
        *("uv", "run", "--no-sync", "--project", ".."),
        *("python", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests),
        cwd=service / "mutants",
        MUTANT_UNDER_TEST=mutant,
        # Programs that tests start run in other folders.
        PYTHONPATH=str(service / "mutants/src"),
    )
    return finished.returncode != 0


def score(framework: str, found: dict[str, str]) -> str:
    """Format the score as one line."""
    counts = Counter(found.values())
    rate = 100 * sum(counts[status] for status in NOTICED) / max(len(found), 1)
    parts = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    return f"{framework}: {rate:.1f} % of {len(found)} mutants noticed ({parts})"


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:
        stop_servers()
