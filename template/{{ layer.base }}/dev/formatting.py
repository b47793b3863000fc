"""Formats what an update has merged, where the team formats in another way than the template."""

import re
import subprocess
from pathlib import Path


RUFF = re.compile(r'^name = "ruff"\nversion = "(.+)"', re.MULTILINE)


def unformatted(folder: Path) -> set[str]:
    """Name the files in a folder that are not formatted."""
    listed = ruff(folder, "format", "--check")
    return {*re.findall("^Would reformat: (.*)", listed, re.MULTILINE)}


def format_files(folder: Path, names: set[str]) -> None:
    """Format those of some files that are Python, as `make format` does."""
    if python := sorted(name for name in names if name.endswith(".py")):
        ruff(folder, "check", "--fix-only", "--force-exclude", *python)
        ruff(folder, "format", "--force-exclude", *python)


def ruff(folder: Path, *arguments: str) -> str:
    """Return what the project's version of Ruff prints; nothing where it has none."""
    lock = folder / "uv.lock"
    version = RUFF.search(lock.read_text(encoding="utf-8")) if lock.is_file() else None
    if not version:
        return ""
    command = ["uvx", f"ruff@{version[1]}", *arguments, "--no-cache", "--quiet"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout  # noqa: S603 - Ruff
