"""Holds a project to the answers that its answers file records.

Copier takes an answer that was edited by hand for the one that the files came from, and drops one
that it cannot take any more for the question's default, without a word; these functions say it.
Like each file in this folder it stands alone, on the standard library of Python 3.10.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copier.errors import UserMessageError
from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


CHECKSUM = re.compile(r"^# Checksum: (\w+)", re.MULTILINE)
ANSWER = re.compile(r"^(\w+):(.*\n(?:[ -].*\n)*)", re.MULTILINE)


def checksum(text: str) -> str:
    """Sum up what an answers file says, but for the address, which may move."""
    answers = {name: answer for name, answer in read(text).items() if name != "_src_path"}
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:12]


def hold_to_checksum(conf: Mapping[str, Any]) -> str:
    """Return nothing, or stop Copier where the answers file was edited by hand."""
    text = recorded(conf)
    summed = CHECKSUM.search(text)
    if summed and summed[1] != checksum(text):
        name = conf["answers_file"]
        message = (
            f"{name} was edited by hand, and does not tell what this project was made with: bring "
            f"its last version back (git log --patch -- {name}), and answer by --data name=answer"
        )
        raise UserMessageError(message)
    return ""


def hold_to_answers(conf: Mapping[str, Any], answers: str) -> str:
    """Return nothing, or stop Copier where it has dropped an answer, and nobody is asked.

    Args:
        conf: Copier's `_copier_conf`.
        answers: What Copier is about to record, as it is written to the answers file.

    Raises:
        UserMessageError: An answer is another one now, though nobody gave one.
    """
    before = recorded(conf)
    lost = dropped(before, answers, conf["data"]) if before and conf["defaults"] else {}
    if lost:
        told = ", ".join(f"{name}: {answer}" for name, answer in lost.items())
        options = " ".join(f"--data {name}=..." for name in lost)
        message = f"The template does not take {told} any more: choose anew by {options}"
        raise UserMessageError(message)
    return ""


def recorded(conf: Mapping[str, Any]) -> str:
    """Return what the project's answers file says; nothing where there is no project yet."""
    path = Path(conf["dst_path"], conf["answers_file"])
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def dropped(before: str, answers: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return each recorded answer that is another one now, though nobody gave one."""
    now = read(answers)
    return {
        name: answer
        for name, answer in read(before).items()
        if name in now and now[name] != answer and name not in data and not name.startswith("_")
    }


def read(text: str) -> dict[str, str]:
    """Map each answer's name to its YAML, but for quotes and spaces, which a formatter changes."""
    return {name: re.sub(r"[\s'\"]", "", value) for name, value in ANSWER.findall(f"{text}\n")}


class RecordExtension(Extension):
    """Makes the functions that the questionnaire calls globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            checksum=checksum, hold_to_checksum=hold_to_checksum, hold_to_answers=hold_to_answers
        )
