"""The questionnaire of a template version, evaluated as Copier does."""

import importlib.util
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from jinja2_ansible_filters import AnsibleCoreFiltersExtension


Answers = dict[str, Any]
# Variables that Copier adds to the answers at a first copy.
FIRST_COPY = {
    "_copier_conf": {
        "dst_path": "/nowhere",
        "answers_file": ".copier-answers.yml",
        "skip_answered": False,
    },
    "_copier_answers": {},
    "_folder_name": "my-service",
}


class Questionnaire:
    """The questions of the template in a folder, with their choices, defaults and refusals.

    Attributes:
        folder: The root of the template's repository.
        config: `copier.yml`.
        questions: Each question by its name, computed ones included.
        asked: The questions that a user can be asked.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        text = (folder / "copier.yml").read_text(encoding="utf-8")
        self.config: dict[str, Any] = yaml.safe_load(text)
        self.questions: dict[str, dict[str, Any]] = {
            name: question for name, question in self.config.items() if not name.startswith("_")
        }
        self.asked = {
            name: question
            for name, question in self.questions.items()
            if question.get("when") is not False
        }
        self._compiled: dict[str, Template] = {}

    @cached_property
    def environment(self) -> SandboxedEnvironment:
        """The Jinja environment with the template's own extensions."""
        environment = SandboxedEnvironment(
            undefined=StrictUndefined, extensions=[AnsibleCoreFiltersExtension]
        )
        for entry in self.config["_jinja_extensions"]:
            path, _, name = entry.rpartition(":")
            if path:
                environment.add_extension(getattr(load(self.folder / path), name))
        return environment

    def evaluate(self, text: str, known: Mapping[str, Any]) -> str:
        """Render an expression of the questionnaire."""
        if text not in self._compiled:
            self._compiled[text] = self.environment.from_string(text)
        return self._compiled[text].render(known, **FIRST_COPY)

    def choices(self, name: str) -> list[Any]:
        """Return the values of a question with choices or yes and no; [] for a free answer."""
        question = self.questions[name]
        values = question.get("choices", [True, False] if question["type"] == "bool" else [])
        listed = values.values() if isinstance(values, dict) else values
        return [each["value"] if isinstance(each, dict) else each for each in listed]

    def is_multiselect(self, name: str) -> bool:
        """Return whether a question accepts several of its choices."""
        return bool(self.questions[name].get("multiselect"))

    def default(self, name: str, known: Mapping[str, Any]) -> Any:
        """Return the default that Copier offers after these answers."""
        question = self.questions[name]
        value = question.get("default")
        if isinstance(value, str) and "{{" in value:
            value = self.evaluate(value, known)
            is_text = question["type"] == "str" and not self.is_multiselect(name)
            # libyaml takes a tenth of the time of `safe_load`, which is most of the time of a test
            # of all combinations.
            return value if is_text else yaml.load(value, yaml.CSafeLoader)
        return value

    def complete(self, answers: Mapping[str, Any]) -> Answers:
        """Add the default of each question without an answer, in the questionnaire's order."""
        known: Answers = {}
        for name in self.asked:
            known[name] = answers[name] if name in answers else self.default(name, known)
        return known

    def is_asked(self, name: str, answers: Mapping[str, Any]) -> bool:
        """Return whether a question is asked after these answers."""
        when = self.questions[name].get("when", True)
        return self.evaluate(when, answers) == "True" if isinstance(when, str) else bool(when)

    def layers(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Map each layer to `.` when these answers choose it, else to an empty text."""
        chosen = self.default("layer", self.complete(answers))
        assert isinstance(chosen, dict)
        return chosen

    def refusals(
        self, answers: Mapping[str, Any], among: Collection[str] | None = None
    ) -> dict[str, str]:
        """Return the message for each of these answers, or their defaults, that is refused.

        Args:
            answers: Answers to any of the questions.
            among: The questions whose answers are checked; all if None.
        """
        known = self.complete(answers)
        messages = {
            name: self.evaluate(question["validator"], known).strip()
            for name, question in self.asked.items()
            if "validator" in question and (among is None or name in among)
        }
        return {name: message for name, message in messages.items() if message}


def load(path: Path) -> ModuleType:
    """Load a file as a separate module that no other version shares."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
