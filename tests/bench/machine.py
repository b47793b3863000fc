"""What the benchmarks need of the machine that they run on."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def keep_from_users_settings(folder: Path) -> None:
    """Keep git and Copier from what this machine's user has set."""
    settings = folder / "settings.yml"
    settings.write_text("{}\n", encoding="utf-8")
    os.environ |= {
        "COPIER_SETTINGS_PATH": str(settings),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_NAME": "Ada" for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": "ada@example.com" for role in ("AUTHOR", "COMMITTER")},
    }


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print how long the block takes."""
    start = time.perf_counter()
    yield
    say(f"{what}: {since(start)}")


def since(start: float) -> str:
    """Write how long ago that was."""
    return f"{time.perf_counter() - start:.1f} s"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
