"""Answers the real prompts, through prompt_toolkit's pipe input or in a terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import copier
import pexpect
import yaml
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.helpers.layout import ANSWERS_FILE
from tests.helpers.questions import QUESTIONNAIRE, QUESTIONS, asked, complete
from tests.helpers.rendering import TAG


ENTER = "\r"
CLEAR = "\x15"
DOWN = "\x1b[B"


def prompts(**answers: Any) -> list[str]:
    """Return the questions that a first copy prompts for."""
    known = complete(answers)
    return [
        name
        for name in asked(known)
        if QUESTIONNAIRE.evaluate(str(QUESTIONS[name].get("ask", True)), known) == "True"
    ]


def keys(**changed: str) -> str:
    """Return keys that accept the default of each prompt, except those given here."""
    named = prompts(customize="customize" in changed)
    assert changed.keys() <= set(named)
    return "".join(changed.get(name, ENTER) for name in named)


def answered(template: Path, destination: Path, keys: str) -> dict[str, Any]:
    """Answer the prompts of a first copy with these keys, and return the recorded answers."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        pipe.close()  # A prompt without a key left then ends instead of waiting for one.
        copier.run_copy(str(template), destination, unsafe=True, quiet=True, vcs_ref=TAG)
    return recorded(destination)


def updated(
    project: Path, keys: str, action: Callable[..., object] = copier.run_update, **options: Any
) -> dict[str, Any]:
    """Answer the prompts of an update, or a recopy, and return the recorded answers."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        pipe.close()  # A prompt without a key left then ends instead of waiting for one.
        action(project, vcs_ref=TAG, overwrite=True, unsafe=True, quiet=True, **options)
    return recorded(project)


def recorded(project: Path) -> dict[str, Any]:
    """Return the answers that a project has recorded."""
    text = (project / ANSWERS_FILE).read_text(encoding="utf-8")
    return {name: each for name, each in yaml.safe_load(text).items() if not name.startswith("_")}


def terminal(template: Path, folder: Path, name: str) -> "pexpect.spawn[str]":
    """Copy the template in a terminal."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "copier", "copy", "--trust", "--vcs-ref", TAG, str(template), name],
        cwd=folder,
        # It would wait for the terminal's reply to a query.
        env=os.environ | {"PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 100),
    )
