"""Kinds of edits that a team makes to its service between two updates.

Each edit can check whether it is still in place.
"""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.helpers.rendering import run


class Step(Protocol):
    """An edit of a project."""

    @property
    def paths(self) -> set[str]:
        """The files that it touches."""

    def make(self, project: Path) -> None:
        """Apply the edit."""

    def is_intact(self, project: Path) -> bool:
        """Return whether the edit is still in place, exactly once."""


@dataclass(frozen=True, slots=True)
class Change:
    """Replaces a text by another one. An empty old text means the end of the file."""

    path: str
    old: str
    new: str

    @property
    def paths(self) -> set[str]:
        return {self.path}

    def make(self, project: Path) -> None:
        text = (project / self.path).read_text(encoding="utf-8")
        assert self.old in text, f"{self.path} does not hold {self.old!r}"
        before, _, after = text.rpartition(self.old) if self.old else (text, "", "")
        (project / self.path).write_text(before + self.new + after, encoding="utf-8")

    def is_intact(self, project: Path) -> bool:
        text = (project / self.path).read_text(encoding="utf-8")
        is_line = self.old.endswith("\n")
        return text.count(self.new.removeprefix(self.old) if is_line else self.new) == 1


def add(path: str, text: str, after: str = "") -> Change:
    """Return a change that adds a text at the end of a file, or after the last match of `after`."""
    return Change(path, after, after + text)


@dataclass(frozen=True, slots=True)
class Either:
    """Makes the first of these changes whose old text is in the file, as versions differ."""

    changes: tuple[Change, ...]

    @property
    def paths(self) -> set[str]:
        return {path for change in self.changes for path in change.paths}

    def make(self, project: Path) -> None:
        *others, last = self.changes
        fitting = (each for each in others if each.old in (project / each.path).read_text("utf-8"))
        next(fitting, last).make(project)

    def is_intact(self, project: Path) -> bool:
        return any(change.is_intact(project) for change in self.changes)


@dataclass(frozen=True, slots=True)
class NewFile:
    """Adds a file, or replaces the one that has its path."""

    source: Path
    path: str

    @property
    def paths(self) -> set[str]:
        return {self.path}

    def make(self, project: Path) -> None:
        (project / self.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.source, project / self.path)

    def is_intact(self, project: Path) -> bool:
        return (project / self.path).read_bytes() == self.source.read_bytes()


@dataclass(frozen=True, slots=True)
class Move:
    """Moves a file, or deletes it if no new path is given."""

    old: str
    new: str = ""

    @property
    def paths(self) -> set[str]:
        return {self.old, self.new} - {""}

    def make(self, project: Path) -> None:
        if self.new:
            (project / self.old).rename(project / self.new)
        else:
            (project / self.old).unlink()

    def is_intact(self, project: Path) -> bool:
        return not (project / self.old).exists() and (project / self.new).exists()


@dataclass(frozen=True, slots=True)
class Dependency:
    """Adds a package with uv."""

    package: str
    is_for_development: bool = False

    @property
    def paths(self) -> set[str]:
        return {"pyproject.toml"}

    def make(self, project: Path) -> None:
        options = ["--dev"] if self.is_for_development else []
        run("uv", "add", "--quiet", "--no-sync", *options, self.package, cwd=project)

    def is_intact(self, project: Path) -> bool:
        table = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
        development = table["dependency-groups"]["dev"]
        listed = development if self.is_for_development else table["project"]["dependencies"]
        return [each.partition(">")[0] for each in listed].count(self.package) == 1
