"""Commits the working tree as a release, and renders services from it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import copier

from tests.helpers.figures import COUNTS


ROOT = Path(__file__).parents[2]
# Higher than any version that will be released.
TAG = "v999.0.0"
NEXT_TAG = "v999.1.0"
# Prevents a service from being named after its folder.
NAMED: dict[str, Any] = {"project_name": "My Service"}


def attempt(
    *command: str | Path, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command. Programs beside this Python come first on the PATH."""
    name, *arguments = command
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(name, path=places)
    assert found, f"{name} is not installed"
    return subprocess.run(
        [found, *arguments],
        cwd=cwd,
        env=os.environ | {"PATH": places} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command that has to succeed, and return its output."""
    done = attempt(*command, cwd=cwd, **environment)
    assert done.returncode == 0, f"{done.args}\n{done.stdout}{done.stderr}"
    return done.stdout


def commit(repository: Path, message: str) -> None:
    """Commit all changes."""
    run("git", "add", "--all", cwd=repository)
    run("git", "commit", "--quiet", "--allow-empty", "--message", message, cwd=repository)


def tag(repository: Path, name: str, of: str = "HEAD") -> None:
    """Create an annotated tag, the kind from which Copier takes versions."""
    run("git", "tag", "--annotate", "--message", name, name, of, cwd=repository)


def copy_working_tree(destination: Path) -> None:
    """Replace the content of a folder by the files of the working tree that git does not ignore."""
    for old in destination.iterdir() if destination.is_dir() else ():
        if old.name != ".git":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (destination / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, destination / name)


def release_working_tree(repository: Path) -> None:
    """Commit the working tree to a repository, a new one or a clone, and tag it."""
    copy_working_tree(repository)
    run("git", "init", "--quiet", cwd=repository)
    commit(repository, "The working tree")
    tag(repository, TAG)
    pack(repository)


def pack(repository: Path) -> None:
    """Pack the objects of a repository, as a forge does, because each copy and update clones it."""
    run("git", "gc", "--quiet", cwd=repository)


class Render(Protocol):
    """The type of the fixture `render`."""

    def __call__(
        self, answers: Mapping[str, Any], template: Path = ..., ref: str = ...
    ) -> Path: ...


def render(template: Path, answers: Mapping[str, Any], destination: Path, ref: str = TAG) -> Path:
    """Copy the template with these answers, and the default of each other question.

    Tests use the fixture `render`, which is pytest-copie's. That fixture chooses the folder, and
    deletes it when its process ends, so it does not suit services that several processes share.
    """
    COUNTS["renderings"] += 1
    copier.run_copy(
        str(template),
        destination,
        data={**NAMED, **answers},
        vcs_ref=ref,
        defaults=True,
        unsafe=True,
        quiet=True,
    )
    return destination


def files(project: Path) -> dict[str, bytes]:
    """Read each file of a project by its path, without `.git` and bytecode."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and not {".git", "__pycache__"} & {*path.relative_to(project).parts}
    }
