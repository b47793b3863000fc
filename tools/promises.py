"""What a version of the template promises to services, and what another one breaks of it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import product
from typing import Any

import pathspec

from tools.questionnaire import Questionnaire


LAYER = re.compile(r"\{\{ layer\.(\w+) \}\}")
# Questions whose answers all lead to the same paths.
ALIKE = {"license", "preset"}
# Answers that services may have given. What the older version took, the newer one has to take.
SAMPLES = (
    *("", "a", "app", "zeta", "My Service", 'O\'Brien & "Söhne" \\', "服务 🚀", "{{ x }} {% y"),
    *("my-service", "a-1-b", "my_service", "a_1_b", "core", "item-service", "null", "#: {a: ["),
    *("ada@example.com", "o.neil+tag@mail.example.com", "https://git.example.com:8443/a/b-2"),
    *("http://example.com", *("n" * length for length in (24, 25, 50, 60, 100, 200))),
)


class Version(Questionnaire):
    """A version of the template, as it lies in a folder."""

    def managed(self, answers: Mapping[str, Any]) -> set[str]:
        """Return the paths that updates maintain in a service of these answers."""
        known = self.complete({"package_name": "app", **answers})
        layers = self.default("layer", known)
        rendered = {
            target.replace("{{ package_name }}", known["package_name"])
            for target, needed in self.targets
            if all(layers.get(layer) for layer in needed)
        }
        (block,) = [entry for entry in self.config["_exclude"] if "_copier_operation" in entry]
        patterns = self.evaluate(block, {**known, "_copier_operation": "update"})
        patterns += "\n".join(self.config.get("_skip_if_exists", []))
        return rendered - set(ignoring(patterns).match_files(rendered))

    @cached_property
    def targets(self) -> list[tuple[str, list[str]]]:
        """What each file of the template renders to, and in which layers it lies."""
        root = self.folder / "template"
        paths = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
        return [
            (target_of(path), LAYER.findall(path))
            for path in paths
            if "__pycache__" not in path and "_copier_conf" not in path
        ]


@cache
def ignoring(patterns: str) -> pathspec.GitIgnoreSpec:
    """Read patterns as git does."""
    return pathspec.GitIgnoreSpec.from_lines(patterns.splitlines())


def target_of(path: str) -> str:
    """Return what a path below template/ renders to, but for the name of the package."""
    return re.sub(LAYER.pattern + "/", "", path).removesuffix(".jinja")


def broken(old: Version, new: Version) -> list[str]:
    """Say which promises of the old version the new one breaks, a sentence each."""
    # Answers can only be tried out on questions that are still there.
    return list(changed_questions(old, new)) or [*refused_answers(old, new), *moved_files(old, new)]


def changed_questions(old: Version, new: Version) -> Iterator[str]:
    """Find questions and choices whose recorded answers are lost now."""
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
    """Find answers that were taken and are refused now."""
    for name, question in old.asked.items():
        is_text = question["type"] == "str" and not old.choices(name)
        for answer in SAMPLES if is_text else ():
            if name not in old.refusals({name: answer}) and name in new.refusals({name: answer}):
                yield f"{name} refuses {answer!r} now."


def moved_files(old: Version, new: Version) -> Iterator[str]:
    """Find managed files that a service had and has no more."""
    lost: set[str] = set()
    for answers in services(old):
        lost |= old.managed(answers) - new.managed(answers)
    for path in sorted(lost):
        yield f"The managed file {path} is moved or gone."


def services(version: Version) -> Iterator[dict[str, Any]]:
    """Return answers that choose each file of the version."""
    names = [name for name in version.asked if version.choices(name) and name not in ALIKE]
    single = [name for name in names if not version.is_multiselect(name)]
    several = {name: version.choices(name) for name in names if name not in single}
    layered = [name for name in single if name in version.questions["layer"]["default"]]
    for values in product(*(version.choices(name) for name in layered)):
        yield several | dict(zip(layered, values, strict=True))
