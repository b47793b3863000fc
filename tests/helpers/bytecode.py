"""What Python compiles of a service's packages, 6 seconds of a first start, is shared by services.

uv links packages into each environment without it. Files are at the same path in each environment,
and Python compiles anew what does not fit.
"""

from contextlib import suppress
from pathlib import Path


def take(project: Path, folder: Path) -> None:
    """Link what is kept into a service's new environment."""
    environment = project / ".venv"
    for compiled in folder.rglob("*.pyc"):
        place = environment / compiled.relative_to(folder)
        # The package may not be one of this service's.
        if place.parents[1].is_dir():
            link(compiled, place)


def keep(project: Path, folder: Path) -> None:
    """Keep what a service's programs have compiled for those that are installed later."""
    environment = project / ".venv"
    for compiled in environment.glob("lib/*/site-packages/**/*.pyc"):
        link(compiled, folder / compiled.relative_to(environment))


def link(file: Path, place: Path) -> None:
    """Let a file be at a second place too, unless one is there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        place.hardlink_to(file)
