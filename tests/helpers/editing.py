"""The kinds of things that a team does to its service between two updates.

Each can tell afterwards whether it is still there.
"""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.helpers.rendering import run


class Step(Protocol):
    """Something that is done to a project."""

    @property
    def paths(self) -> set[str]:
        """The files that it touches."""

    def make(self, project: Path) -> None:
        """Do it."""

    def is_intact(self, project: Path) -> bool:
        """Tell whether it is still so, and only once."""


@dataclass(frozen=True, slots=True)
class Change:
    """Puts a text in the place of another one; of nothing, at the end of the file."""

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
    """Add a text at the end of a file, or after the last place where another one stands."""
    return Change(path, after, after + text)


@dataclass(frozen=True, slots=True)
class NewFile:
    """Lays a file over what is there."""

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
    """Moves a file, or deletes it where no new path is given."""

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
