"""Services that are rendered and installed once, however many tests look at them."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from tests.helpers.databases import temporary_database


LONG_NAMES = {
    "package_name": "abcdefgh_jklmnopq_stuvwx",
    "project_name": 'O\'Brien & "Söhne" {{ 7*7 }}: #1 🚀',
    "description": 'A "quoted": thing, with \\ and ${HOME}',
    "author_email": "o.neil+tag@mail.example.com",
    "license": "mit",
}
FLASK = {"framework": "flask"}
DJANGO = {"framework": "django"}
TYPER = {"framework": "cli"}
CLICK = {"framework": "cli", "cli_library": "click"}
BARE = {"example": False, "capabilities": []}
# Each database, Python, capability and kind of start at least once.
SERVICES: dict[str, dict[str, Any]] = {
    "postgresql": {},
    "postgresql on a server": {"python_version": "3.12", **LONG_NAMES},
    "postgresql with auth alone": {"example": False, "ci": "gitlab"},
    "postgresql bare": {**BARE, "python_version": "3.12", "ci": "none", "license": "apache-2.0"},
    "mysql on a server": {"database": "mysql", "package_name": "zeta"},
    "mysql": {"database": "mysql", "python_version": "3.12", "ci": "gitlab"},
    "mysql bare": {"database": "mysql", **BARE, "license": "bsd-3-clause"},
    "sqlite": {"database": "sqlite", "python_version": "3.12"},
    "sqlite with auth alone": {"database": "sqlite", "example": False, "ci": "none"},
    "no database": {"database": "none", "example": False},
    "no database, bare": {"database": "none", **BARE, "python_version": "3.12", "ci": "gitlab"},
    "flask on postgresql": {**FLASK},
    "flask on postgresql on a server": {**FLASK, "python_version": "3.12", **LONG_NAMES},
    "flask on postgresql with auth alone": {**FLASK, "example": False, "python_version": "3.12"},
    "flask on postgresql bare": {**FLASK, **BARE, "ci": "gitlab"},
    "flask on mysql": {**FLASK, "database": "mysql"},
    "flask on mysql bare": {**FLASK, "database": "mysql", **BARE, "package_name": "zeta"},
    "flask on sqlite": {**FLASK, "database": "sqlite", "python_version": "3.12"},
    "flask on no database": {**FLASK, "database": "none", "example": False},
    "django on postgresql": {**DJANGO},
    "django on postgresql on a server": {**DJANGO, "python_version": "3.12", **LONG_NAMES},
    "django on postgresql with auth alone": {**DJANGO, "example": False, "ci": "gitlab"},
    "django on postgresql bare": {**DJANGO, **BARE, "python_version": "3.12", "ci": "none"},
    "django on mysql": {**DJANGO, "database": "mysql", "python_version": "3.12"},
    "django on mysql on a server": {**DJANGO, "database": "mysql", "package_name": "zeta"},
    "django on mysql bare": {**DJANGO, "database": "mysql", **BARE, "license": "bsd-3-clause"},
    "django on sqlite": {**DJANGO, "database": "sqlite", "ci": "gitlab"},
    "django on sqlite with auth alone": {**DJANGO, "database": "sqlite", "example": False},
    "flask on no database, bare": {**FLASK, "database": "none", **BARE, "ci": "none"},
    "typer on sqlite": {**TYPER},
    "typer on sqlite bare": {**TYPER, "example": False, "python_version": "3.12", "ci": "gitlab"},
    "typer on postgresql": {**TYPER, "database": "postgresql", **LONG_NAMES},
    "typer on mysql": {**TYPER, "database": "mysql", "ci": "none", "python_version": "3.12"},
    "typer on no database": {**TYPER, "database": "none", "example": False},
    "click on sqlite": {**CLICK, "python_version": "3.12", "ci": "gitlab", **LONG_NAMES},
    "click on postgresql": {**CLICK, "database": "postgresql", "python_version": "3.12"},
    "click on mysql on a server": {**CLICK, "database": "mysql", "package_name": "zeta"},
    "click on no database": {**CLICK, "database": "none", "example": False, "ci": "none"},
}


class Projects:
    """Renders and installs services by name, each when it is first asked for."""

    def __init__(self, render: Callable[[Mapping[str, Any], Path], Path], folder: Path) -> None:
        self._render = render
        self._folder = folder
        self._locks = {name: Lock() for name in SERVICES}

    def installed(self, name: str) -> Path:
        """Return the folder of a service after its `make install`."""
        path = self._folder / name.replace(" ", "-").replace(",", "")
        with self._locks[name]:
            if not path.exists():
                make("install", cwd=self._render(SERVICES[name], path))
        return path


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


def check(projects: Projects, name: str) -> str:
    """Run a service's gates in the way that its name says; returns what they print."""
    path = projects.installed(name)
    if name == "postgresql":
        # Nothing but this machine's own loopback, so nothing leans on a network or on a server.
        isolated = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
        return make("check", cwd=path, prefix=isolated)
    if name.endswith("on a server"):
        with temporary_database(SERVICES[name].get("database", "postgresql")) as url:
            return make("check", cwd=path, TEST_DATABASE_URL=url)
    return make("check", cwd=path)


def clean_environment() -> dict[str, str]:
    """Return the environment without what would reach into a service."""
    settings = {"VIRTUAL_ENV", "DATABASE_URL", "TEST_DATABASE_URL", "SECRET_KEY", "ENVIRONMENT"}
    return {name: value for name, value in os.environ.items() if name not in settings}
