"""A repository with each release, the working tree, and a next version that changes every file."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml

from tests.helpers.figures import COUNTS
from tests.helpers.questions import offered
from tests.helpers.rendering import (
    NEXT_TAG,
    ROOT,
    TAG,
    attempt,
    commit,
    pack,
    release_working_tree,
    run,
)
from tests.helpers.rendering import tag as make_tag


with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(ROOT / "template/{{ layer.base }}")
    # The merge that `make update` runs.
    MERGING = import_module("dev.merging")

MARK = "The next version was here."
NEW_DEPENDENCY = "anyio"
# Actions pinned to commits, and images pinned to tags, without the last digit.
PIN = re.compile(r"(@[0-9a-f]{39}|\b(?:uv|postgres|mysql):[\d.]*)[0-9a-f]")


def releases() -> dict[str, str]:
    """Return the commit of each release, found by its subject."""
    log = run("git", "log", "--format=%H %s", cwd=ROOT)
    return {tag: sha for sha, tag in re.findall(r"^(\w+) release: (v\d\S*)$", log, re.MULTILINE)}


RELEASES = releases()


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A service of one framework, with the old and the new version of an update."""

    framework: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.framework} from {self.old} to {self.new}"

    @property
    def answers(self) -> dict[str, Any]:
        """The answers of the service. The package has the same name in every framework."""
        return {"framework": self.framework, "package_name": "app"}


def frameworks(tag: str) -> list[str]:
    """Return the frameworks that a release offers."""
    return choices_at(tag, "framework")


def choices_at(tag: str, question: str) -> list[str]:
    """Return the choices of a question in a release."""
    config = yaml.safe_load(run("git", "show", f"{RELEASES[tag]}:copier.yml", cwd=ROOT))
    choices = config[question]["choices"].values()
    return [each["value"] if isinstance(each, dict) else each for each in choices]


# From each release that has the framework to the working tree, and from that to the next version.
UPGRADES = [
    *(Upgrade(framework, tag, TAG) for tag in RELEASES for framework in frameworks(tag)),
    *(Upgrade(framework, TAG, NEXT_TAG) for framework in offered("framework")),
]
# From the newest release and from the working tree. Older releases differ little from these.
NEAREST = [each for each in UPGRADES if each.old in {next(iter(RELEASES)), TAG}]
# From the oldest release of each framework.
FARTHEST = {each.framework: each for each in UPGRADES if each.new == TAG}
EDGES = [each for each in UPGRADES if each in NEAREST or each in FARTHEST.values()]


def is_quick(upgrade: Upgrade) -> bool:
    """Return whether an upgrade leads from the newest release to the working tree."""
    return upgrade.old == next(iter(RELEASES)) and upgrade.new == TAG


def as_parameters(of: Iterable[Upgrade] = UPGRADES) -> list[Any]:
    """Return the upgrades as parameters. Those that are not quick run in the full session only."""
    return [
        pytest.param(each, marks=() if is_quick(each) else pytest.mark.full, id=str(each))
        for each in of
    ]


def make_history(repository: Path) -> Path:
    """Clone this repository and tag each release, the working tree and a next version."""
    run("git", "clone", "--quiet", "--no-tags", ROOT, repository, cwd=repository.parent)
    for tag, sha in RELEASES.items():
        make_tag(repository, tag, sha)
    release_working_tree(repository)
    write_next_version(repository)
    commit(repository, "The next version")
    make_tag(repository, NEXT_TAG)
    pack(repository)
    return repository


def write_next_version(repository: Path) -> None:
    """Change each file, raise each pin and each lower bound, and add a dependency."""
    for path in (repository / "template").rglob("*"):
        if path.is_file() and "answers_file" not in path.name:
            text = PIN.sub(r"\g<1>9", path.read_text(encoding="utf-8"))
            path.write_text(touched(path, text), encoding="utf-8")
    catalogue = repository / "extensions/catalogue/pyproject.toml"
    text = re.sub(r'(>=[\d.]+)"', r'\1.0"', catalogue.read_text(encoding="utf-8"))
    text = text.replace("\nbase = [\n", f'\nbase = [\n    "{NEW_DEPENDENCY}>=4.0",\n')
    catalogue.write_text(text, encoding="utf-8")


def touched(path: Path, text: str) -> str:
    """Add a comment below the first line, or below the docstrings if the file begins with them."""
    suffix = path.name.removesuffix(".jinja").rpartition(".")[2]
    docstring = re.match(r'(?:\{%[^\n]*\n|""".*?"""\n)+', text, re.DOTALL)
    if suffix == "py" and docstring:
        return f"{docstring[0]}\n# {MARK}\n{text[docstring.end() :]}"
    lines = {"json": f'  "$comment": "{MARK}",\n', "md": f"\n<!-- {MARK} -->\n"}
    first, newline, rest = text.partition("\n")
    return first + newline + lines.get(suffix, f"# {MARK}\n") + rest


def start(project: Path) -> Path:
    """Commit a rendered project to a new git repository."""
    run("git", "init", "--quiet", cwd=project)
    commit(project, "Start")
    return project


def update(project: Path, ref: str, **answers: object) -> None:
    """Commit the edits, and update the project to a version of its template."""
    commit(project, "Edits")
    COUNTS["updates"] += 1
    copier.run_update(
        project,
        data=answers,
        vcs_ref=ref,
        defaults=True,
        overwrite=True,
        unsafe=True,
        quiet=True,
    )


def merge_neighbours(project: Path) -> None:
    """Merge the conflicts that `make update` resolves and Copier alone leaves."""
    MERGING.merge_neighbours(project, dict(os.environ))


def conflicts(project: Path) -> list[str]:
    """Return the paths of the files in which git or Copier left a conflict."""
    marked = attempt("git", "grep", "--untracked", "-lE", "^(<<<<<<<|>>>>>>>) ", cwd=project)
    unmerged = run("git", "ls-files", "--unmerged", cwd=project)
    return [*unmerged.splitlines(), *marked.stdout.splitlines(), *map(str, project.rglob("*.rej"))]
