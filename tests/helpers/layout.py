"""Where each rendered file comes from, read off the folders of template/ without Copier."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pathspec

from tests.helpers.questions import CONFIG, layers
from tests.helpers.rendering import ROOT, files, run


ANSWERS_FILE = ".copier-answers.yml"
LAYER = re.compile(r"\{\{ layer\.(\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the template.

    Attributes:
        path: Below template/.
        target: What it renders to, but for the name of the package.
        layers: Those that all have to be chosen.
    """

    path: Path
    target: str
    layers: tuple[str, ...]

    def renders_in(self, chosen: Mapping[str, str]) -> bool:
        """Tell whether a service of these layers gets the file."""
        return all(chosen[layer] for layer in self.layers)

    def target_in(self, answers: Mapping[str, Any]) -> str:
        """Return what it renders to."""
        return self.target.replace("{{ package_name }}", answers.get("package_name", "app"))

    @property
    def text(self) -> str:
        """What it contains."""
        return (ROOT / "template" / self.path).read_text(encoding="utf-8")


def sources() -> Iterator[Source]:
    """Find each file below template/ that git does not ignore."""
    listed = run(
        *("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "template"),
        cwd=ROOT,
    )
    for name in sorted(set(filter(None, listed.split("\0")))):
        if not (ROOT / name).is_file():
            continue
        path = Path(name).relative_to("template")
        kept = [part for part in path.parts if not LAYER.fullmatch(part)]
        target = "/".join(kept).removesuffix(".jinja")
        target = target.replace("{{ _copier_conf.answers_file }}", ANSWERS_FILE)
        yield Source(path, target, tuple(LAYER.findall(str(path))))


SOURCES = list(sources())


def targets(answers: Mapping[str, Any]) -> list[str]:
    """Return each path that a service of these answers gets, twice if two layers supply it."""
    chosen = layers(answers)
    return [source.target_in(answers) for source in SOURCES if source.renders_in(chosen)]


def started_patterns(package_name: str = "app") -> list[str]:
    """Return the paths that belong to the service once they are there."""
    (block,) = [entry for entry in CONFIG["_exclude"] if "_copier_operation" in entry]
    lines = block.replace("{{ package_name }}", package_name).splitlines()
    return [*(line for line in lines if line.startswith("/")), *CONFIG["_skip_if_exists"]]


def made_where_missing(paths: Iterable[str]) -> set[str]:
    """Return those of these paths that an update adds, because managed files import them."""
    return set(pathspec.GitIgnoreSpec.from_lines(CONFIG["_skip_if_exists"]).match_files(paths))


def started(project: Path, package_name: str = "app") -> set[str]:
    """Return each file of a project that belongs to the service."""
    spec = pathspec.GitIgnoreSpec.from_lines(started_patterns(package_name))
    return set(spec.match_files(files(project)))


def managed(project: Path, package_name: str = "app") -> set[str]:
    """Return each file of a project that updates maintain, but for the answers."""
    return set(files(project)) - started(project, package_name) - {ANSWERS_FILE}
