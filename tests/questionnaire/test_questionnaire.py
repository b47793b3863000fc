"""The questions in prompts, in a terminal, and answered on the command line."""

import json
import re
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess

import pexpect
import pyte
import pytest

from tests.helpers.prompts import CLEAR, DOWN, ENTER, answered, keys, prompts, recorded, terminal
from tests.helpers.questions import (
    CONFIG,
    HIDDEN,
    QUESTIONNAIRE,
    QUESTIONS,
    VISIBLE,
    asked,
    complete,
    offered,
    refusals,
)
from tests.helpers.rendering import ROOT, TAG, attempt, files, run


README = (ROOT / "README.md").read_text(encoding="utf-8")
ASKED = list(asked(complete({})))


def copy(template: Path, destination: Path, **data: str) -> CompletedProcess[str]:
    """Copy the template without prompts."""
    given = [f"{name}={value}" for name, value in data.items()]
    return attempt(
        *("copier", "copy", "--trust", "--defaults", "--vcs-ref", TAG),
        *(part for each in given for part in ("--data", each)),
        *(str(template), str(destination)),
        cwd=destination.parent,
    )


def test_accepting_each_default_gives_the_default_service(template, service, tmp_path):
    assert answered(template, tmp_path / "my-service", keys()) == asked(complete({}))
    assert files(tmp_path / "my-service") == files(service)


@pytest.mark.parametrize("framework", offered("framework"))
def test_a_service_takes_few_prompts(framework):
    assert len(prompts(framework=framework)) == (6 if framework == "cli" else 5)
    assert len(prompts(framework=framework, customize=True)) > 10


def test_names_follow_from_the_folder(template, tmp_path):
    answers = answered(template, tmp_path / "order-desk", keys())
    assert answers["project_name"] == "Order Desk"
    assert answers["project_slug"] == "order-desk"
    assert answers["author_name"] == "The Order Desk team"


def test_an_answer_changes_the_defaults_that_follow_from_it(template, tmp_path):
    changed = keys(
        database=f"{DOWN}{ENTER}",
        example="n",
        customize="y",
        project_name=f"{CLEAR}Order Desk{ENTER}",
        ci=f"{DOWN}{ENTER}",
    )
    answers = answered(template, tmp_path / "service", changed)
    assert answers["project_slug"] == "order-desk"
    assert answers["author_name"] == "The Order Desk team"
    assert answers["database"] == "mysql"
    assert answers["example"] is False
    assert answers["ci"] == "gitlab"


def test_a_refused_answer_can_be_corrected(template, tmp_path):
    corrected = f"{CLEAR}My App{ENTER}{CLEAR}my_app{ENTER}"
    given = keys(customize="y", package_name=corrected)
    assert answered(template, tmp_path / "service", given)["package_name"] == "my_app"


def test_the_questions_can_be_answered_in_a_terminal(template, tmp_path):
    spawned = terminal(template, tmp_path, "order desk")
    for name in prompts(customize=True):
        spawned.expect_exact(CONFIG[name]["help"][:40])
        if name == "customize":
            spawned.send("y")
            continue
        if name == "package_name":
            spawned.send(f"{CLEAR}json{ENTER}")
            spawned.expect_exact("is taken by another module")
            spawned.send(f"{CLEAR}desk")
        spawned.send(ENTER)
    spawned.expect_exact("Order Desk is rendered. Next:")
    spawned.expect_exact("cd 'order desk'")
    spawned.expect_exact("make install check")
    spawned.expect(pexpect.EOF)
    spawned.close()
    assert spawned.exitstatus == 0
    assert (tmp_path / "order desk/src/desk/main.py").is_file()


def test_the_readme_shows_the_prompts_as_a_terminal_does(template, tmp_path):
    spawned = terminal(template, tmp_path, "my-service")
    spawned.logfile_read = written = StringIO()
    for name in prompts():
        spawned.expect_exact(CONFIG[name]["help"])
        spawned.send(ENTER)
    spawned.expect_exact("Copying from template version")
    screen = pyte.Screen(100, 50)
    pyte.Stream(screen).feed(written.getvalue())
    spawned.close()
    text = "\n".join(line.rstrip() for line in screen.display)
    shown = [" ".join(each) for each in re.findall(r"^(🎤.*)\n  ( .+)$", text, re.MULTILINE)]

    assert len(shown) == len(prompts())
    assert re.findall(r"^    (🎤.*)$", README, re.MULTILINE) == shown


@pytest.mark.parametrize("name", VISIBLE)
def test_the_readme_lists_each_question_with_its_choices(name):
    (row,) = re.findall(rf"^\|.*`{name}`.*$", README, re.MULTILINE)
    choices = QUESTIONNAIRE.choices(name) if QUESTIONS[name]["type"] != "bool" else []
    assert [choice for choice in choices if f"`{choice}`" not in row] == []


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


def test_a_program_is_asked_for_its_library_and_for_no_preset(template, tmp_path):
    to_the_program = f"{DOWN * (len(offered('framework')) - 1)}{ENTER}"
    wanted = asked(complete({"framework": "cli"}))
    pressed = to_the_program + ENTER * (len(prompts(framework="cli")) - 1)

    assert answered(template, tmp_path / "my-service", pressed) == wanted
    assert wanted["cli_library"] == "typer"
    assert wanted["package_name"] == "my_service"
    assert "preset" not in wanted
    assert wanted["capabilities"] == []


def test_an_unknown_choice_is_refused(template, tmp_path):
    done = copy(template, tmp_path / "service", framework="rails")
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("ValueError: Invalid choice for 'framework'")
    assert not (tmp_path / "service").exists()


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
    assert set(recorded(service)) == set(ASKED)
    capabilities = recorded(service)["capabilities"]
    assert json.dumps(capabilities) == json.dumps(complete({})["capabilities"])
