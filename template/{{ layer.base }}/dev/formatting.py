"""Formatting of merged files, for teams whose Ruff settings differ from the template's."""

import re
import subprocess
from pathlib import Path

from dev.git import git


RUFF = re.compile(r'^name = "ruff"\nversion = "(.+)"', re.MULTILINE)


def unformatted(folder: Path, env: dict[str, str]) -> set[str]:
    """Return the names of the unformatted files in a repository."""
    ruff(folder, "format", ".")
    listed = git("diff", "--name-only", "-z", cwd=folder, env=env)
    git("reset", "--quiet", "--hard", cwd=folder, env=env)
    return {name.decode() for name in listed.split(b"\0")}


def format_files(folder: Path, names: set[str]) -> None:
    """Format the Python files among these, as `make format` does."""
    if python := sorted(name for name in names if name.endswith(".py")):
        ruff(folder, "check", "--fix-only", "--force-exclude", *python)
        ruff(folder, "format", "--force-exclude", *python)


def ruff(folder: Path, *arguments: str) -> None:
    """Run Ruff at the version in the uv.lock of the project or its workspace, if there is one."""
    locks = (each / "uv.lock" for each in (Path.cwd(), *Path.cwd().parents))
    lock = next(filter(Path.is_file, locks), None)
    if version := RUFF.search(lock.read_text(encoding="utf-8")) if lock else None:
        command = ["uvx", f"ruff@{version[1]}", *arguments, "--no-cache"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - Ruff
