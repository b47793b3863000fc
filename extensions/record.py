"""Compares answers with those that the answers file records, and refuses invalid ones.

Copier accepts an answers file that was edited by hand, replaces an answer that is no longer valid
by the question's default, ignores unknown names, and does not validate choices made in a prompt.
These functions refuse all of that. Each file in this folder uses only the standard library of
Python 3.10 and Copier itself, and imports no other file.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copier.errors import UserMessageError
from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


CHECKSUM = re.compile(r"^# Checksum: (\w+)", re.MULTILINE)
# An unindented name, and the indented lines below it.
ANSWER = re.compile(r"^(\w+):(.*\n(?:[ -].*\n)*)", re.MULTILINE)
QUESTION = re.compile(r"^([a-z]\w*):(.*\n(?:(?: .*)?\n)*)", re.MULTILINE)
# A question that is asked only with `customize`, or never.
UNASKED = re.compile(r'^  ask: (?:false|"\{\{ customize)', re.MULTILINE)
# The words that Copier parses as booleans.
BOOLEANS = {
    *("y", "yes", "t", "true", "on", "1"),
    *("n", "no", "f", "false", "off", "0", "none", "null", "~", ""),
}
# Parts of the paths of the renderings that an update compares.
COMPARED = ("copier._main.old_copy.", "copier._main.new_copy.")
# The migrations of Alembic and of Django.
MIGRATIONS = ("alembic/versions/*.py", "src/*/migrations/[0-9]*.py")


def checksum(text: str) -> str:
    """Return the checksum of an answers file, without the template's address, which may change."""
    answers = {name: answer for name, answer in read(text).items() if name != "_src_path"}
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:12]


def remembered(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to record, with the template's relative path made absolute.

    Copier resolves the path from the folder in which an update is run.
    """
    source = Path(answers["_src_path"])
    is_relative = not source.is_absolute() and source.exists()
    return {**answers, "_src_path": str(source.resolve())} if is_relative else {**answers}


def hold_to_version(conf: Mapping[str, Any]) -> str:
    """Return an empty text.

    Raises:
        UserMessageError: Git cannot read the template's repository, so that Copier would copy a
            plain
            folder without a version.
    """
    source = Path(conf["src_path"])
    if conf["vcs_ref_hash"] or not (source / ".git").exists():
        return ""
    command = ["git", "-C", str(source), "rev-parse", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - git
    problem = "Git does not read the template's repository, which later updates need:"
    message = f"{problem}\n{done.stderr.strip()}"
    raise UserMessageError(message)


def is_new(conf: Mapping[str, Any]) -> bool:
    """Return whether this is the first copy of a project."""
    return not recorded(conf)


def problem_with_change(question: str, answer: object, conf: Mapping[str, Any]) -> str:
    """Accept the recorded answer, and any answer at the first copy."""
    return "cannot change after the first copy" if is_changed(question, answer, conf) else ""


def is_kept(question: str, answer: str, conf: Mapping[str, Any]) -> bool:
    """Return whether a project already has the answer, which is then exempt from validation."""
    if read(recorded(conf)).get(question) == answer:
        return True
    return any(marker in str(conf["dst_path"]) for marker in COMPARED)


def problem_with_switch(database: str, conf: Mapping[str, Any]) -> str:
    """Accept another database if no started file depends on the recorded one."""
    if not is_changed("database", database, conf):
        return ""
    answers = read(recorded(conf))
    if answers.get("example") == "true":
        return "is fixed with the example domain"
    if "none" in {database, answers["database"]}:
        return "must be added or removed by hand"
    project = Path(conf["dst_path"])
    if any(found for pattern in MIGRATIONS for found in project.glob(pattern)):
        return "is fixed once it has migrations"
    return ""


def may_switch(conf: Mapping[str, Any]) -> bool:
    """Return whether the project can change its database."""
    # This value is no real choice and stands for any other database.
    return not problem_with_switch("another", conf)


def hold_to_checksum(conf: Mapping[str, Any]) -> str:
    """Return an empty text.

    Raises:
        UserMessageError: The answers file was edited by hand.
    """
    text = recorded(conf)
    summed = CHECKSUM.search(text)
    if summed and summed[1] != checksum(text):
        name = conf["answers_file"]
        message = (
            f"{name} was edited by hand and no longer says what the\n"
            "project was made with. Restore its last version, which this command shows:\n"
            f"  git log --patch -- {name}\n"
            "Change an answer with --data name=answer instead."
        )
        raise UserMessageError(message)
    return ""


def hold_to_names(conf: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return an empty text.

    Args:
        conf: Copier's `_copier_conf`.
        answers: What Copier is about to record.

    Raises:
        UserMessageError: `--data` names a question that does not exist.
    """
    data = {name for name in conf["data"] if not name.startswith("_")}
    # An answers file that is passed as a whole may come from a version with other questions;
    # an update passes it to the renderings that it compares.
    if data >= {name for name in answers if not name.startswith("_")}:
        return ""
    names = [name for name, text in questions(conf).items() if "\n  when: false\n" not in text]
    for name in sorted(data.difference(questions(conf))):
        nearest = get_close_matches(name, names, 1)
        hint = f"; did you mean {nearest[0]}?" if nearest else "."
        message = f"There is no question {name}{hint}"
        raise UserMessageError(message)
    return ""


def hold_to_booleans(conf: Mapping[str, Any]) -> str:
    """Return an empty text.

    Raises:
        UserMessageError: `--data` answers a yes-or-no question with an unknown word, which Copier
            would treat as yes.
    """
    for name, text in questions(conf).items():
        answer = conf["data"].get(name, "yes")
        if "\n  type: bool\n" in text and str(answer).strip().lower() not in BOOLEANS:
            message = f"Validation error for question '{name}': must be yes or no"
            raise UserMessageError(message)
    return ""


def hold_to_rules(problems: Mapping[str, str]) -> str:
    """Return an empty text.

    Args:
        problems: The validation message of each question, or "".

    Raises:
        UserMessageError: A message is not empty.
    """
    for name, problem in problems.items():
        if problem:
            message = f"Validation error for question '{name}': {problem}"
            raise UserMessageError(message)
    return ""


def hold_to_answers(conf: Mapping[str, Any], answers: str, customize: bool) -> str:
    """Return an empty text.

    Args:
        conf: Copier's `_copier_conf`.
        answers: The answers as they will be written to the answers file.
        customize: Whether the questions under `customize` were asked too.

    Raises:
        UserMessageError: An answer has changed although its question was not asked.
    """
    before = recorded(conf)
    unasked = {
        name
        for name, text in questions(conf).items()
        if conf["defaults"] or (UNASKED.search(text) and not customize)
    }
    lost = {
        name: answer
        for name, answer in dropped(before, answers, conf["data"]).items()
        if name in unasked
    }
    if lost:
        told = ", ".join(f"{name}: {answer}" for name, answer in lost.items())
        options = " ".join(f"--data {name}=..." for name in lost)
        message = f"The template no longer accepts {told}.\nChoose again: {options}"
        raise UserMessageError(message)
    return ""


def recorded(conf: Mapping[str, Any]) -> str:
    """Return the content of the project's answers file, or "" at the first copy."""
    path = Path(conf["dst_path"], conf["answers_file"])
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def is_changed(question: str, answer: object, conf: Mapping[str, Any]) -> bool:
    """Return whether the recorded answer to a question differs from this one."""
    now = answer if isinstance(answer, str) else json.dumps(answer)
    return read(recorded(conf)).get(question, now) != now


def questions(conf: Mapping[str, Any]) -> dict[str, str]:
    """Map the name of each question of the template to its text."""
    text = Path(conf["src_path"], "copier.yml").read_text(encoding="utf-8")
    return dict(QUESTION.findall(f"{text}\n"))


def dropped(before: str, answers: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return each recorded answer that has changed without being given by `--data`."""
    now = read(answers)
    return {
        name: answer
        for name, answer in read(before).items()
        if name in now and now[name] != answer and name not in data and not name.startswith("_")
    }


def read(text: str) -> dict[str, str]:
    """Map each answer's name to its YAML, without the quotes and spaces that formatters change."""
    return {name: re.sub(r"[\s'\"]", "", value) for name, value in ANSWER.findall(f"{text}\n")}


class RecordExtension(Extension):
    """Registers the functions of the questionnaire as Jinja globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            checksum=checksum,
            remembered=remembered,
            hold_to_version=hold_to_version,
            is_kept=is_kept,
            is_new=is_new,
            may_switch=may_switch,
            problem_with_change=problem_with_change,
            problem_with_switch=problem_with_switch,
            hold_to_checksum=hold_to_checksum,
            hold_to_names=hold_to_names,
            hold_to_booleans=hold_to_booleans,
            hold_to_rules=hold_to_rules,
            hold_to_answers=hold_to_answers,
        )
