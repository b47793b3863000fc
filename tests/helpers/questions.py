"""The working tree's questionnaire: values, defaults, refusals and combinations of answers."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import combinations, product
from typing import Any

from tests.helpers.rendering import ROOT
from tools.questionnaire import Answers, Questionnaire


QUESTIONNAIRE = Questionnaire(ROOT)
CONFIG, QUESTIONS = QUESTIONNAIRE.config, QUESTIONNAIRE.questions
VISIBLE = [*QUESTIONNAIRE.asked]
HIDDEN = [name for name in QUESTIONS if name not in VISIBLE]

complete = QUESTIONNAIRE.complete
layers = QUESTIONNAIRE.layers
refusals = QUESTIONNAIRE.refusals


def asked(answers: Mapping[str, Any]) -> Answers:
    """Return the answers to those questions that are asked, given these answers."""
    return {name: each for name, each in answers.items() if QUESTIONNAIRE.is_asked(name, answers)}


def columns(**texts: list[Any]) -> dict[str, list[Any]]:
    """Return the values of each question. Each choice of a multiselect question is a yes or no."""
    table: dict[str, list[Any]] = {}
    for name in VISIBLE:
        if name == "customize":
            continue  # It decides which questions are asked, but not what is rendered.
        if QUESTIONNAIRE.is_multiselect(name):
            table |= {f"{name}: {choice}": [True, False] for choice in offered(name)}
        else:
            table[name] = offered(name) or texts.get(name, [])
    return {name: values for name, values in table.items() if values}


def answers_of(row: Mapping[str, Any]) -> Answers:
    """Convert a row of such columns into answers."""
    answers: Answers = {
        name: value for name, value in row.items() if ": " not in name and value is not None
    }
    for name, value in row.items():
        question, _, choice = name.partition(": ")
        if choice:
            answers.setdefault(question, []).extend([choice] if value else [])
    return answers


def offered(name: str) -> list[Any]:
    """Return a question's choices, if it has any. None means that the question is not asked."""
    is_conditional = "when" in QUESTIONS[name] and not QUESTIONNAIRE.is_multiselect(name)
    return [*([None] if is_conditional else []), *QUESTIONNAIRE.choices(name)]


@cache
def combinations_of_choices() -> list[Answers]:
    """Return all combinations of answers that decide layers, with 0, 1, 2 or all capabilities."""
    deciding = re.findall(r"\w+", QUESTIONS["layer"]["default"])
    names = [name for name in VISIBLE if name in deciding]
    rows = (zip(names, values, strict=True) for values in product(*map(choices, names)))
    return [answers for row in rows if not refusals(answers := answers_of(dict(row)), names)]


@cache
def combinations_of_layers() -> list[dict[str, str]]:
    """Return the layers of each such combination."""
    return [layers(answers) for answers in combinations_of_choices()]


def choices(name: str) -> list[Any]:
    """Return the possible answers to a question."""
    values = offered(name)
    if not QUESTIONNAIRE.is_multiselect(name):
        return values
    sizes = sorted({0, 1, 2, len(values)})
    return [list(each) for size in sizes for each in combinations(values, size)]
