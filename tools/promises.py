"""The compatibility promises of a template version, and the ones that another version breaks."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import product
from typing import Any

import pathspec

from tools.questionnaire import Questionnaire


LAYER = re.compile(r"\{\{ layer\.(\w+) \}\}")
# Questions whose answers do not affect paths.
ALIKE = {"license", "preset"}
# Sample answers. The newer version has to accept those that the older version accepts.
SAMPLES = (
    *("", "a", "app", "zeta", "My Service", 'O\'Brien & "Söhne" \\', "服务 🚀", "{{ x }} {% y"),
    *("my-service", "a-1-b", "my_service", "a_1_b", "core", "item-service", "null", "#: {a: ["),
    *("ada@example.com", "o.neil+tag@mail.example.com", "https://git.example.com:8443/a/b-2"),
    *("http://example.com", *("n" * length for length in (24, 25, 50, 60, 100, 200))),
)


class Version(Questionnaire):
    """A version of the template in a folder."""

    def managed(self, answers: Mapping[str, Any]) -> set[str]:
        """Return the managed paths of a service with these answers."""
        updated = self.updated(answers)
        return updated - set(ignoring(self.made_where_missing).match_files(updated))

    def updated(self, answers: Mapping[str, Any]) -> set[str]:
        """Return the paths that an update of a service with these answers renders."""
        known = self.complete({"package_name": "app", **answers})
        layers = self.default("layer", known)
        rendered = {
            target.replace("{{ package_name }}", known["package_name"])
            for target, needed in self.targets
            if all(layers.get(layer) for layer in needed)
        }
        (block,) = [entry for entry in self.config["_exclude"] if "_copier_operation" in entry]
        patterns = self.evaluate(block, {**known, "_copier_operation": "update"})
        return rendered - set(ignoring(patterns).match_files(rendered))

    @property
    def made_where_missing(self) -> str:
        """The patterns of started files that an update adds if they are missing."""
        return "\n".join(self.config.get("_skip_if_exists", []))

    @cached_property
    def targets(self) -> list[tuple[str, list[str]]]:
        """The path that each file of the template renders to, and its layers."""
        root = self.folder / "template"
        paths = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
        return [
            (target_of(path), LAYER.findall(path))
            for path in paths
            if "__pycache__" not in path and "_copier_conf" not in path
        ]


@cache
def ignoring(patterns: str) -> pathspec.GitIgnoreSpec:
    """Parse patterns as git does."""
    return pathspec.GitIgnoreSpec.from_lines(patterns.splitlines())


def target_of(path: str) -> str:
    """Return the path that a template path renders to, with the package's name a placeholder."""
    return re.sub(LAYER.pattern + "/", "", path).removesuffix(".jinja")


def broken(old: Version, new: Version) -> list[str]:
    """Return a sentence for each promise of the old version that the new version breaks."""
    # Answers can be compared only if all questions still exist.
    return list(changed_questions(old, new)) or [*refused_answers(old, new), *moved_files(old, new)]


def changed_questions(old: Version, new: Version) -> Iterator[str]:
    """Yield the questions and choices whose recorded answers would be lost."""
    for name, question in old.asked.items():
        if name not in new.asked:
            yield f"The question {name} is gone."
            continue
        kinds = [(each["type"], each.get("multiselect")) for each in (question, new.asked[name])]
        if kinds[0] != kinds[1]:
            yield f"The question {name} has another type."
        gone = [choice for choice in old.choices(name) if choice not in new.choices(name)]
        yield from (f"{name} does not offer {choice} any more." for choice in gone)


def refused_answers(old: Version, new: Version) -> Iterator[str]:
    """Yield the answers that the old version accepts and the new version refuses."""
    for name, question in old.asked.items():
        is_text = question["type"] == "str" and not old.choices(name)
        for answer in SAMPLES if is_text else ():
            if name not in old.refusals({name: answer}) and name in new.refusals({name: answer}):
                yield f"{name} refuses {answer!r} now."


def moved_files(old: Version, new: Version) -> Iterator[str]:
    """Yield the managed files of the old version that an update to the new one would delete."""
    lost: set[str] = set()
    for answers in services(old):
        lost |= old.managed(answers) - new.updated(answers)
    for path in sorted(lost):
        yield f"The managed file {path} is moved or gone."


def services(version: Version) -> Iterator[dict[str, Any]]:
    """Yield answers that together select each file of the version."""
    names = [name for name in version.asked if version.choices(name) and name not in ALIKE]
    single = [name for name in names if not version.is_multiselect(name)]
    several = {name: version.choices(name) for name in names if name not in single}
    layered = [name for name in single if name in version.questions["layer"]["default"]]
    for values in product(*(version.choices(name) for name in layered)):
        yield several | dict(zip(layered, values, strict=True))
