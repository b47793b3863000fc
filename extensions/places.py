"""The location of a service: alone, in a folder of a repository, or in a uv workspace.

Each file in this folder uses only the standard library of Python 3.10, and imports no other file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment


# Regular expressions, because Python 3.10 has no TOML parser.
WORKSPACE = re.compile(r"^\[tool\.uv\.workspace\]\n((?:(?!\[[a-z]).*\n?)*)", re.MULTILINE)
MEMBERS = re.compile(r"^members *= *\[(.*?)\]", re.MULTILINE | re.DOTALL)
NAME = re.compile(r'^name *= *"([^"]+)"', re.MULTILINE)


def folder_in_repository(conf: Mapping[str, Any]) -> str:
    """Return the project's path relative to the root of its repository, or "" without one."""
    project = Path(conf["dst_path"]).absolute()
    for folder in (project, *project.parents):
        # In a worktree or submodule `.git` is a file.
        if (folder / ".git").exists():
            return project.relative_to(folder).as_posix()
    return ""


def lock_of_workspace(conf: Mapping[str, Any]) -> str:
    """Return the path from the project to the uv.lock of its workspace, or "" without one."""
    project = Path(conf["dst_path"]).absolute()
    root = next(workspaces(project), None)
    return os.path.relpath(root / "uv.lock", project) if root else ""


def problem_with_member(slug: str, package: str, conf: Mapping[str, Any]) -> str:
    """Accept names that no other member of the project's workspace has.

    The members share one environment, in which a package would shadow another one of the same name.
    """
    project = Path(conf["dst_path"]).absolute()
    for root in workspaces(project):
        for member in members(root):
            text = (member / "pyproject.toml").read_text(encoding="utf-8")
            named = NAME.search(text)
            if member == project:
                continue
            if (named and named[1] == slug) or (package and (member / "src" / package).is_dir()):
                return f"is taken by {member.relative_to(root).as_posix()}"
    return ""


def workspaces(project: Path) -> Iterator[Path]:
    """Yield the root of the workspace that the project is a member of, if there is one."""
    for root in project.parents:
        patterns = globs(root)
        if patterns:
            relative = project.relative_to(root)
            if any(relative.match(pattern) for pattern in patterns):
                yield root
            return


def members(root: Path) -> list[Path]:
    """Return the folders of the workspace's members."""
    found = {each for pattern in globs(root) for each in root.glob(pattern)}
    return sorted(each for each in found if (each / "pyproject.toml").is_file())


def globs(root: Path) -> list[str]:
    """Return the patterns of the workspace's members, or [] if the folder is not a workspace."""
    path = root / "pyproject.toml"
    table = WORKSPACE.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    listed = MEMBERS.search(table[1]) if table else None
    return re.findall(r"""["']([^"']+)["']""", listed[1]) if listed else []


class PlacesExtension(Extension):
    """Registers the functions of the questionnaire and its messages as Jinja globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            folder_in_repository=folder_in_repository,
            lock_of_workspace=lock_of_workspace,
            problem_with_member=problem_with_member,
        )
