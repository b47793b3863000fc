"""Runs Docker."""

import subprocess
from pathlib import Path


def docker(*arguments: str, cwd: Path | None = None) -> str:
    """Run Docker and return what it prints; raises AssertionError with what went wrong."""
    finished = subprocess.run(
        ["docker", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout.strip()
