"""Formats what an update has merged, where the team formats in another way than the template."""

import re
import subprocess
from pathlib import Path

from dev.git import git


RUFF = re.compile(r'^name = "ruff"\nversion = "(.+)"', re.MULTILINE)


def unformatted(folder: Path, env: dict[str, str]) -> set[str]:
    """Name the files of a repository that are not formatted."""
    ruff(folder, "format", ".")
    listed = git("diff", "--name-only", "-z", cwd=folder, env=env)
    git("reset", "--quiet", "--hard", cwd=folder, env=env)
    return {name.decode() for name in listed.split(b"\0")}


def format_files(folder: Path, names: set[str]) -> None:
    """Format those of some files that are Python, as `make format` does."""
    if python := sorted(name for name in names if name.endswith(".py")):
        ruff(folder, "check", "--fix-only", "--force-exclude", *python)
        ruff(folder, "format", "--force-exclude", *python)


def ruff(folder: Path, *arguments: str) -> None:
    """Run the version of Ruff in the lock of the project, or of its workspace, if there is one."""
    locks = (each / "uv.lock" for each in (Path.cwd(), *Path.cwd().parents))
    lock = next(filter(Path.is_file, locks), None)
    if version := RUFF.search(lock.read_text(encoding="utf-8")) if lock else None:
        command = ["uvx", f"ruff@{version[1]}", *arguments, "--no-cache"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - Ruff
