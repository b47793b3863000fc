"""Helpers of the benchmarks for output, timing and isolation from the user's settings."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def keep_from_users_settings(folder: Path) -> None:
    """Isolate git and Copier from the user's settings."""
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
    """Print the duration of the block."""
    start = time.perf_counter()
    yield
    say(f"{what}: {since(start)}")


def since(start: float) -> str:
    """Format the time since `start`."""
    return f"{time.perf_counter() - start:.1f} s"


def say(line: str) -> None:
    """Print a line and flush it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
