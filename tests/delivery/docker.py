"""Runs Docker commands."""

import subprocess
from pathlib import Path


def docker(*arguments: str, cwd: Path | None = None) -> str:
    """Run a Docker command and return its output.

    Raises:
        AssertionError: The command fails; the message contains its output.
    """
    finished = subprocess.run(
        ["docker", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout.strip()
