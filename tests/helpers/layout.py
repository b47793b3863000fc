"""Maps rendered files to their sources by reading the folders of template/, without Copier."""

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
        path: Its path below template/.
        target: The path that it renders to, with the package's name still a placeholder.
        layers: The layers that all have to be active.
    """

    path: Path
    target: str
    layers: tuple[str, ...]

    def renders_in(self, chosen: Mapping[str, str]) -> bool:
        """Return whether a service with these layers gets the file."""
        return all(chosen[layer] for layer in self.layers)

    def target_in(self, answers: Mapping[str, Any]) -> str:
        """Return the path that it renders to."""
        return self.target.replace("{{ package_name }}", answers.get("package_name", "app"))

    @property
    def text(self) -> str:
        """The file's content."""
        return (ROOT / "template" / self.path).read_text(encoding="utf-8")


def sources() -> Iterator[Source]:
    """Return each file below template/ that git does not ignore."""
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
    """Return each path that a service with these answers gets; twice if two layers supply it."""
    chosen = layers(answers)
    return [source.target_in(answers) for source in SOURCES if source.renders_in(chosen)]


def started_patterns(package_name: str = "app") -> list[str]:
    """Return the patterns of started files, which belong to the service after the first copy."""
    (block,) = [entry for entry in CONFIG["_exclude"] if "_copier_operation" in entry]
    lines = block.replace("{{ package_name }}", package_name).splitlines()
    return [*(line for line in lines if line.startswith("/")), *CONFIG["_skip_if_exists"]]


def made_where_missing(paths: Iterable[str]) -> set[str]:
    """Return the started files that an update adds if missing: managed files import them."""
    return set(pathspec.GitIgnoreSpec.from_lines(CONFIG["_skip_if_exists"]).match_files(paths))


def started(project: Path, package_name: str = "app") -> set[str]:
    """Return the started files of a project."""
    spec = pathspec.GitIgnoreSpec.from_lines(started_patterns(package_name))
    return set(spec.match_files(files(project)))


def managed(project: Path, package_name: str = "app") -> set[str]:
    """Return the managed files of a project, without the answers file."""
    return set(files(project)) - started(project, package_name) - {ANSWERS_FILE}
