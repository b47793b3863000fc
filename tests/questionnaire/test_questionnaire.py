"""The questions as people and scripts meet them: in prompts, in a terminal, on the command line."""

import json
import os
import re
import sys
import tomllib
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import copier
import pexpect
import pytest
import yaml
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.helpers.covering import TEXTS
from tests.helpers.layout import ANSWERS_FILE
from tests.helpers.questions import CONFIG, HIDDEN, asked, complete, offered, refusals
from tests.helpers.rendering import TAG, attempt, files, run


ENTER = "\r"
ASKED = list(asked(complete({})))
CLEAR = "\x15"
DOWN = "\x1b[B"


def answered(template: Path, destination: Path, keys: str) -> dict[str, Any]:
    """Answer the real prompts with these keys, and return the recorded answers."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        copier.run_copy(str(template), destination, unsafe=True, quiet=True, vcs_ref=TAG)
    recorded = yaml.safe_load((destination / ANSWERS_FILE).read_text(encoding="utf-8"))
    return {name: answer for name, answer in recorded.items() if not name.startswith("_")}


def keys(**changed: str) -> str:
    """Accept each default but these."""
    return "".join(changed.get(name, ENTER) for name in ASKED)


def copy(template: Path, destination: Path, **data: str) -> CompletedProcess[str]:
    """Copy as a script does."""
    given = [f"{name}={value}" for name, value in data.items()]
    return attempt(
        *("copier", "copy", "--trust", "--defaults", "--vcs-ref", TAG),
        *(part for each in given for part in ("--data", each)),
        *(str(template), str(destination)),
        cwd=destination.parent,
    )


def test_accepting_each_default_gives_the_default_service(template, service, tmp_path):
    assert answered(template, tmp_path / "service", keys()) == asked(complete({}))
    assert files(tmp_path / "service") == files(service)


def test_an_answer_changes_the_defaults_that_follow_from_it(template, tmp_path):
    changed = keys(project_name=f"{CLEAR}Order Desk{ENTER}", database=f"{DOWN}{ENTER}", example="n")
    answers = answered(template, tmp_path / "service", changed)
    assert answers["project_slug"] == "order-desk"
    assert answers["author_name"] == "The Order Desk team"
    assert answers["database"] == "mysql"
    assert answers["example"] is False


def test_a_refused_answer_can_be_corrected(template, tmp_path):
    corrected = f"{CLEAR}My App{ENTER}{CLEAR}my_app{ENTER}"
    answers = answered(template, tmp_path / "service", keys(package_name=corrected))
    assert answers["package_name"] == "my_app"


def test_the_questions_can_be_answered_in_a_terminal(template, tmp_path):
    command = ["-m", "copier", "copy", "--trust", "--vcs-ref", TAG, str(template), "service"]
    terminal = pexpect.spawn(
        sys.executable,
        command,
        cwd=tmp_path,
        # It would wait for an answer of the terminal's.
        env=os.environ | {"PROMPT_TOOLKIT_NO_CPR": "1"},
        encoding="utf-8",
        timeout=30,
        dimensions=(50, 200),
    )
    for name in ASKED:
        terminal.expect_exact(CONFIG[name]["help"][:40])
        if name == "package_name":
            terminal.send(f"{CLEAR}json{ENTER}")
            terminal.expect_exact("must not be json")
            terminal.send(f"{CLEAR}desk")
        terminal.send(ENTER)
    terminal.expect_exact("is rendered. Next:")
    terminal.expect_exact("make install check")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (tmp_path / "service/src/desk/main.py").is_file()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("project_name", ""),
        ("project_name", "two\nlines"),
        ("project_slug", "../../etc"),
        ("package_name", ".."),
        ("package_name", "CON"),
        ("package_name", "{{ 7*7 }}"),
        ("description", "delete\x7f"),
        ("author_name", "line\u2028separator"),
        ("author_email", "nobody"),
        ("repository_url", "javascript:alert(1)"),
    ],
)
def test_a_hostile_answer_is_refused_with_one_sentence(template, tmp_path, question, answer):
    done = copy(template, tmp_path / "service", **{question: answer})
    expected = refusals({question: answer})[question]
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith(f"for question '{question}': {expected}")
    assert not (tmp_path / "service").exists()


@pytest.mark.parametrize("name", HIDDEN)
def test_a_computed_value_cannot_be_set(template, tmp_path, name):
    done = copy(template, tmp_path / "service", **{name: "{}"})
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith("computed; it cannot be set")
    assert not (tmp_path / "service").exists()


def test_what_cannot_go_together_is_refused_with_what_to_change(template, tmp_path):
    done = copy(template, tmp_path / "service", database="none", example="true")
    assert done.returncode != 0
    assert "choose one, or answer no to example" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "service").exists()


def test_a_program_is_asked_for_its_library_and_for_no_capability(template, tmp_path):
    to_the_program = f"{DOWN * (len(offered('framework')) - 1)}{ENTER}"
    wanted = asked(complete({"framework": "cli"}))
    pressed = "".join(to_the_program if name == "framework" else ENTER for name in wanted)

    assert answered(template, tmp_path / "service", pressed) == wanted
    assert wanted["cli_library"] == "typer"
    assert wanted["package_name"] == "my_service"
    assert not {"preset", "capabilities"} & set(wanted)


@pytest.mark.parametrize(
    ("answers", "question"),
    [
        ({"framework": "cli", "capabilities": "[auth]"}, "capabilities"),
        ({"framework": "cli", "preset": "standard"}, "preset"),
        ({"cli_library": "click"}, "cli_library"),
    ],
)
def test_what_makes_no_sense_is_refused_with_one_sentence(template, tmp_path, answers, question):
    done = copy(template, tmp_path / "service", **answers)
    assert done.returncode != 0
    assert re.search(rf"for question '{question}': .*: .*leave", done.stderr.splitlines()[-1])
    assert not (tmp_path / "service").exists()


def test_an_unknown_choice_is_refused(template, tmp_path):
    done = copy(template, tmp_path / "service", framework="rails")
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("ValueError: Invalid choice for 'framework'")
    assert not (tmp_path / "service").exists()


def test_accepted_texts_come_back_unchanged(renderings):
    for rendering in renderings:
        project = tomllib.loads(rendering.texts["pyproject.toml"])["project"]
        author = {"name": rendering.answers["author_name"]}
        email = rendering.answers["author_email"]
        assert project["description"] == rendering.answers["description"]
        assert project["authors"] == [author | ({"email": email} if email else {})]
        recorded = yaml.safe_load(rendering.texts[ANSWERS_FILE])
        assert recorded.items() >= asked(rendering.answers).items()


def test_every_hostile_text_is_rendered_somewhere(renderings):
    for question, texts in TEXTS.items():
        assert {rendering.answers[question] for rendering in renderings} == set(texts)


def test_the_message_names_the_next_commands(template, tmp_path):
    done = copy(template, tmp_path / "service")
    last = done.stderr[done.stderr.index("is rendered") :]
    assert done.returncode == 0
    for command in (f"cd {tmp_path}/service", "git init", "make install", "git commit", "make run"):
        assert command in last


def test_the_commands_of_the_message_exist(service):
    targets = run("make", "help", cwd=service).split()
    assert {"install", "check", "run"} <= set(targets)


def test_only_answers_are_recorded(service):
    recorded = yaml.safe_load((service / ANSWERS_FILE).read_text(encoding="utf-8"))
    assert set(recorded) == {"_commit", "_src_path", *ASKED}
    assert json.dumps(recorded["capabilities"]) == json.dumps(complete({})["capabilities"])
