"""Services that are rendered and installed once and shared by all tests."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import yaml

from tests.helpers import bytecode, caches
from tests.helpers.databases import temporary_database
from tests.helpers.figures import COUNTS
from tests.helpers.rendering import render
from tests.helpers.services import SERVER, answers_to, row_of


# A network namespace of its own, with only the loopback interface.
ISOLATED = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


class Projects:
    """Renders and installs services by name, each on first use.

    Attributes:
        template: The repository that they are rendered from.
        folder: The folder of the services, shared by all workers of the test run.
    """

    def __init__(self, template: Path, folder: Path) -> None:
        self.template = template
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def installed(self, name: str, *capabilities: str) -> Path:
        """Return the folder of a service in which `make install` has run.

        Args:
            name: The service's name.
            capabilities: Capabilities that it has in place of its own.
        """
        path = self.folder / "-".join(
            [name.translate(str.maketrans(" ", "-", ",()")), *capabilities]
        )
        answers = answers_to(name)
        if capabilities:
            answers |= {"capabilities": [*capabilities]}
        with locked(path.with_name(f"{path.name}.lock")):
            if not (path / ".venv").exists():
                make("install", cwd=render(self.template, answers, path))
                bytecode.take(path, self.bytecode)
        return path

    @property
    def bytecode(self) -> Path:
        """The folder of the shared bytecode of packages."""
        return caches.KEPT / "bytecode"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that excludes other workers until the block ends."""
    with path.open("w") as file:
        flock(file, LOCK_EX)
        yield


def make(*targets: str, cwd: Path, prefix: tuple[str, ...] = (), **environment: str) -> str:
    """Run Make targets as in a fresh clone of the project, and return their output."""
    return typed(*prefix, "make", *targets, cwd=cwd, **environment)


def shell(line: str, cwd: Path) -> str:
    """Run a line in a shell and return its output."""
    return typed("sh", "-c", line, cwd=cwd)


def typed(*command: str, cwd: Path, **environment: str) -> str:
    """Run a command that has to succeed, without variables that would affect a service."""
    finished = subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment() | types_cache(cwd) | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{' '.join(command)} in {cwd}:\n{finished.stdout}"
    return finished.stdout


# Makes `make check` run the tests in one process. The workers of this suite already use all
# processors, and each process of the service's tests would start a database and load the tests.
IN_ONE_PROCESS = "WORKERS="


def check(projects: Projects, name: str, *, isolated: bool = False) -> str:
    """Run a service's gates and return their output.

    Args:
        projects: The installed services.
        name: The service's name. Some get a database on a server; the others' tests start one.
        isolated: Whether to run the gates in a network namespace with only the loopback interface,
            and the tests in one process.
    """
    path = projects.installed(name)
    COUNTS["gates"] += 1
    service = row_of(name)
    if service[SERVER]:
        with temporary_database(service["database"]) as url:
            return make("check", cwd=path, TEST_DATABASE_URL=url)
    if isolated:
        told = make("check", IN_ONE_PROCESS, cwd=path, prefix=ISOLATED)
    else:
        told = make("check", cwd=path)
    bytecode.keep(path, projects.bytecode)
    return told


def clean_environment() -> dict[str, str]:
    """Return the environment without variables that would affect a service."""
    settings = {"VIRTUAL_ENV", "DATABASE_URL", "TEST_DATABASE_URL", "SECRET_KEY", "ENVIRONMENT"}
    return {name: value for name, value in os.environ.items() if name not in settings}


def types_cache(project: Path) -> dict[str, str]:
    """Return the variable for mypy's cache, one for each framework.

    Mypy empties a cache that another set of plugins has written.
    """
    answers = project / ".copier-answers.yml"
    if "MYPY_CACHE_DIR" not in os.environ or not answers.exists():
        return {}
    framework = yaml.safe_load(answers.read_text(encoding="utf-8"))["framework"]
    return {"MYPY_CACHE_DIR": f"{os.environ['MYPY_CACHE_DIR']}/{framework}"}


def is_proxy(name: str) -> bool:
    """Return whether a variable configures a proxy, which must not serve the loopback interface."""
    return name.upper() in {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
