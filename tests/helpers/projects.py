"""Services that are rendered and installed once, however many tests look at them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from tests.helpers import bytecode
from tests.helpers.databases import temporary_database
from tests.helpers.figures import COUNTS
from tests.helpers.rendering import render
from tests.helpers.services import SERVER, answers_to, row_of


# A network of its own, with nothing but the loopback interface.
ISOLATED = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


class Projects:
    """Renders and installs services by name, each when it is first asked for.

    Attributes:
        template: The repository that they are rendered from.
        folder: Where they are, for all workers of the test run.
    """

    def __init__(self, template: Path, folder: Path) -> None:
        self.template = template
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def installed(self, name: str) -> Path:
        """Return the folder of a service after its `make install`."""
        path = self.folder / name.translate(str.maketrans(" ", "-", ",()"))
        with locked(path.with_name(f"{path.name}.lock")):
            if not (path / ".venv").exists():
                make("install", cwd=render(self.template, answers_to(name), path))
                bytecode.take(path, self.bytecode)
        return path

    @property
    def bytecode(self) -> Path:
        """Where services keep what Python has compiled of their packages."""
        return self.folder / "bytecode"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other workers out until the block ends."""
    with path.open("w") as file:
        flock(file, LOCK_EX)
        yield


def make(*targets: str, cwd: Path, prefix: tuple[str, ...] = (), **environment: str) -> str:
    """Run Make targets as somebody who has just cloned the project; returns what they print."""
    return typed(*prefix, "make", *targets, cwd=cwd, **environment)


def shell(line: str, cwd: Path) -> str:
    """Run a line as somebody types it; returns what it prints."""
    return typed("sh", "-c", line, cwd=cwd)


def typed(*command: str, cwd: Path, **environment: str) -> str:
    """Run a command that has to succeed, without what would reach into a service."""
    finished = subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment() | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{' '.join(command)} in {cwd}:\n{finished.stdout}"
    return finished.stdout


def check(projects: Projects, name: str, *, isolated: bool = False) -> str:
    """Run a service's gates, and return what they print.

    Args:
        projects: Where the service is.
        name: Its name. Some are given a database on a server; the others' tests bring their own.
        isolated: Whether the gates may reach nothing but this machine's loopback interface.
    """
    path = projects.installed(name)
    COUNTS["gates"] += 1
    service = row_of(name)
    if service[SERVER]:
        with temporary_database(service["database"]) as url:
            return make("check", cwd=path, TEST_DATABASE_URL=url)
    told = make("check", cwd=path, prefix=ISOLATED if isolated else ())
    bytecode.keep(path, projects.bytecode)
    return told


def clean_environment() -> dict[str, str]:
    """Return the environment without what would reach into a service."""
    settings = {"VIRTUAL_ENV", "DATABASE_URL", "TEST_DATABASE_URL", "SECRET_KEY", "ENVIRONMENT"}
    return {name: value for name, value in os.environ.items() if name not in settings}


def is_proxy(name: str) -> bool:
    """Return whether a variable names a proxy, which has no business on the loopback interface."""
    return name.upper() in {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
