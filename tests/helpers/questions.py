"""Reads the questionnaire as Copier does: its values, defaults and refusals."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import combinations, product
from typing import Any

import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from tests.helpers.rendering import ROOT


Answers = dict[str, Any]

CONFIG: dict[str, Any] = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))
QUESTIONS: dict[str, dict[str, Any]] = {
    name: question for name, question in CONFIG.items() if not name.startswith("_")
}
HIDDEN = [name for name, question in QUESTIONS.items() if question.get("when") is False]
VISIBLE = [name for name in QUESTIONS if name not in HIDDEN]
NO_PROJECT = {"dst_path": "/nowhere", "answers_file": ".copier-answers.yml"}


@cache
def environment() -> SandboxedEnvironment:
    """Make a Jinja environment with the template's own extensions."""
    extensions: list[Any] = ["jinja2_ansible_filters.AnsibleCoreFiltersExtension"]
    for entry in CONFIG["_jinja_extensions"]:
        if ".py:" in entry:
            path, name = entry.split(".py:")
            extensions.append(getattr(import_module(path.replace("/", ".")), name))
    return SandboxedEnvironment(undefined=StrictUndefined, extensions=extensions)


def evaluate(text: str, answers: Mapping[str, Any]) -> str:
    """Render an expression of the questionnaire."""
    return environment().from_string(text).render(answers, _copier_conf=NO_PROJECT)


def complete(answers: Mapping[str, Any]) -> Answers:
    """Add the default of each question that has no answer, in the order of the questionnaire."""
    known: Answers = {}
    for name in VISIBLE:
        known[name] = answers[name] if name in answers else default(QUESTIONS[name], known)
    return known


def asked(answers: Mapping[str, Any]) -> Answers:
    """Return the answers to the questions that are asked of somebody who gives these."""
    return {name: answer for name, answer in answers.items() if is_asked(name, answers)}


def is_asked(name: str, answers: Mapping[str, Any]) -> bool:
    """Tell whether a question is asked."""
    when = QUESTIONS[name].get("when", True)
    return evaluate(when, answers) == "True" if isinstance(when, str) else bool(when)


def layers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Map each layer to `.` when these answers choose it, else to nothing."""
    chosen = default(QUESTIONS["layer"], complete(answers))
    assert isinstance(chosen, dict)
    return chosen


def default(question: Mapping[str, Any], answers: Mapping[str, Any]) -> Any:
    """Return what Copier offers when these questions have been answered."""
    value = question.get("default")
    if isinstance(value, str) and "{{" in value:
        value = evaluate(value, answers)
        is_text = question["type"] == "str" and not question.get("multiselect")
        return value if is_text else yaml.safe_load(value)
    return value


def refusals(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return each answer that the questionnaire refuses, with its sentence."""
    known = complete(answers)
    sentences = {
        name: evaluate(QUESTIONS[name]["validator"], known).strip()
        for name in VISIBLE
        if "validator" in QUESTIONS[name]
    }
    return {name: sentence for name, sentence in sentences.items() if sentence}


def columns(**texts: list[Any]) -> dict[str, list[Any]]:
    """Return each question's values; of a question with several answers, each is a yes or no."""
    table: dict[str, list[Any]] = {}
    for name in VISIBLE:
        if QUESTIONS[name].get("multiselect"):
            table |= {f"{name}: {choice}": [True, False] for choice in offered(name)}
        else:
            table[name] = offered(name) or texts.get(name, [])
    return {name: values for name, values in table.items() if values}


def answers_of(row: Mapping[str, Any]) -> Answers:
    """Put the answers of a row of such columns together."""
    answers: Answers = {
        name: value for name, value in row.items() if ": " not in name and value is not None
    }
    for name, value in row.items():
        question, _, choice = name.partition(": ")
        if choice:
            answers.setdefault(question, []).extend([choice] if value else [])
    return answers


def offered(name: str) -> list[Any]:
    """Return what can be chosen, if anything; None stands for a question that is not asked."""
    question = QUESTIONS[name]
    values = question.get("choices", [True, False] if question["type"] == "bool" else [])
    unasked = [None] if "when" in question and not question.get("multiselect") else []
    return [*unasked, *(values.values() if isinstance(values, dict) else values)]


def combinations_of_choices() -> Iterator[Answers]:
    """Return every combination that decides the layers; of capabilities none, each, two, all."""
    deciding = re.findall(r"\w+", QUESTIONS["layer"]["default"])
    names = [name for name in VISIBLE if name in deciding]
    for values in product(*(choices(name) for name in names)):
        answers = answers_of(dict(zip(names, values, strict=True)))
        if not refusals(answers):
            yield answers


def choices(name: str) -> list[Any]:
    """Return what a question can be answered with."""
    values = offered(name)
    if not QUESTIONS[name].get("multiselect"):
        return values
    sizes = sorted({0, 1, 2, len(values)})
    return [list(each) for size in sizes for each in combinations(values, size)]
