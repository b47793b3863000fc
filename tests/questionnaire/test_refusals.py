"""An invalid answer is refused however it is given, and nothing is changed."""

import shutil
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml
from copier.errors import UserMessageError

from tests.helpers.layout import ANSWERS_FILE
from tests.helpers.prompts import DOWN, ENTER, answered, recorded, updated
from tests.helpers.questions import CONFIG
from tests.helpers.rendering import TAG, attempt, commit, files, render, run
from tests.helpers.versions import start


OPTIONS: dict[str, Any] = {
    "defaults": True,
    "overwrite": True,
    "unsafe": True,
    "quiet": True,
    "vcs_ref": TAG,
}
FIXED = "cannot change after the first copy"
# The answers at a first copy, the question that is refused, and the reason.
NONSENSE = [
    ({"framework": "django", "database": "none"}, "database", "Django needs a database"),
    ({"database": "none", "example": True}, "example", "the example needs a database"),
    ({"cli_library": "click"}, "cli_library", "is only for framework=cli"),
    ({"framework": "cli", "preset": "standard"}, "preset", "is not for framework=cli"),
    ({"framework": "cli", "capabilities": ["auth"]}, "capabilities", "auth needs a web service"),
    ({"package_name": "json"}, "package_name", "is taken by another module"),
]
# The answers of the project, the changed answer, and the reason of the refusal.
CHANGES = [
    ({}, {"framework": "flask"}, FIXED),
    ({}, {"package_name": "other"}, FIXED),
    ({}, {"example": False}, FIXED),
    ({"example": False}, {"example": True}, FIXED),
    ({"framework": "cli"}, {"cli_library": "click"}, FIXED),
    ({}, {"database": "mysql"}, "is fixed with the example domain"),
    ({}, {"database": "none"}, "is fixed with the example domain"),
    ({"database": "none"}, {"database": "mysql"}, "must be added or removed by hand"),
    ({"example": False}, {"database": "none"}, "must be added or removed by hand"),
    ({"framework": "django", "example": False}, {"database": "none"}, "Django needs a database"),
]


@pytest.fixture(scope="module")
def made(template, tmp_path_factory):
    """Return a project with these answers, shared by all tests."""
    projects: dict[str, Path] = {}

    def make(answers: dict[str, Any]) -> Path:
        if str(answers) not in projects:
            folder = tmp_path_factory.mktemp("made") / "project"
            projects[str(answers)] = start(render(template, answers, folder))
        return projects[str(answers)]

    return make


@pytest.fixture
def project(made, tmp_path):
    """A copy of the default project, for a single test."""
    return Path(shutil.copytree(made({}), tmp_path / "project"))


def unchanged(project: Path, action: Any, *arguments: Any, **options: Any) -> str:
    """Run an action that is refused and must change nothing, and return its message."""
    before = files(project)
    with pytest.raises((UserMessageError, ValueError)) as caught:
        action(*arguments, **options)
    assert files(project) == before
    assert run("git", "status", "--porcelain", cwd=project) == ""
    return str(caught.value)


@pytest.mark.parametrize(("answers", "question", "why"), NONSENSE)
def test_data_that_makes_no_sense_is_refused(template, tmp_path, answers, question, why):
    with pytest.raises(ValueError, match=f"'{question}': {why}"):
        render(template, answers, tmp_path / "service")
    assert not (tmp_path / "service").exists()


@pytest.mark.parametrize("options", [(), ("--quiet",)])
def test_a_data_file_that_makes_no_sense_is_refused(template, tmp_path, options):
    (tmp_path / "data.yml").write_text(yaml.safe_dump(NONSENSE[0][0]))
    done = attempt(
        *("copier", "copy", "--trust", "--defaults", "--vcs-ref", TAG, *options),
        *("--data-file", "data.yml", str(template), "service"),
        cwd=tmp_path,
    )
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith("'database': Django needs a database")
    assert not (tmp_path / "service").exists()


@pytest.mark.parametrize(
    ("action", "answers", "change", "why"),
    [
        *((copier.run_recopy, *each) for each in CHANGES),
        *((copier.run_update, *each) for each in CHANGES[::3]),
    ],
)
def test_a_change_by_data_is_refused(made, action, answers, change, why):
    project = made(answers)
    said = unchanged(project, action, project, **OPTIONS, data=change)
    assert f"'{next(iter(change))}': {why}" in said


@pytest.mark.parametrize("skip_answered", [False, True])
def test_a_change_by_data_is_refused_where_the_rest_is_prompted_for(made, skip_answered):
    project = made({})
    change = {"example": False}
    said = unchanged(
        *(project, updated, project, ENTER * 9), data=change, skip_answered=skip_answered
    )
    assert f"'example': {FIXED}" in said


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("framework", copier.run_recopy),
        ("database", copier.run_recopy),
        ("example", copier.run_recopy),
        ("example", copier.run_update),
    ],
)
def test_a_change_is_refused_if_copier_is_told_to_prompt_for_it(made, name, action):
    project = made({})
    # The prompt for the capabilities comes before the one for the example.
    pressed = f"{ENTER}n" if name == "example" else f"{DOWN}{ENTER}"
    said = unchanged(project, updated, project, pressed + ENTER * 9, action, ask=[name])
    assert f"Validation error for question '{name}': " in said


def test_an_update_does_not_prompt_for_what_is_fixed(project):
    before = recorded(project)
    # The prompts for the capabilities and for `customize`.
    assert updated(project, ENTER * 2) == before


def test_a_prompt_greys_out_what_cannot_be_chosen(template, tmp_path):
    django, past_sqlite = f"{DOWN * 2}{ENTER}", f"{DOWN * 3}{ENTER}"
    answers = answered(template, tmp_path / "one", django + past_sqlite + ENTER * 3)
    assert answers["framework"] == "django"
    # Below the last choice that can be selected, the cursor returns to the first one.
    assert answers["database"] == "postgresql"
    # FastAPI needs no database; without one the example domain is not offered.
    answers = answered(template, tmp_path / "two", ENTER + past_sqlite + ENTER * 2)
    assert answers["database"] == "none"
    assert answers["example"] is False


def test_every_choice_of_a_prompt_that_has_a_rule_is_validated_at_the_end():
    for name, question in CONFIG.items():
        is_chosen = name[0] != "_" and ("choices" in question or question.get("type") == "bool")
        # `preset` is only a default, and Copier validates a multiselect question itself.
        if is_chosen and "validator" in question and name not in {"preset", "capabilities"}:
            assert f"'{name}': " in CONFIG["record"]["default"]


@pytest.mark.parametrize("action", [copier.run_update, copier.run_recopy])
@pytest.mark.parametrize("edit", ["framework: flask", "example: false"])
def test_an_answers_file_edited_by_hand_is_refused(project, action, edit):
    path = project / ANSWERS_FILE
    name = edit.partition(":")[0]
    lines = [edit if line.startswith(name) else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")
    commit(project, "Edit")
    said = unchanged(project, action, project, **OPTIONS)
    assert "was edited by hand" in said
    assert f"git log --patch -- {ANSWERS_FILE}" in said


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("capabilites", "; did you mean capabilities?"),
        ("data_base", "; did you mean database?"),
        ("zzz", "."),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(template, tmp_path, made, name, hint):
    sentence = f"There is no question {name}{hint}"
    with pytest.raises(UserMessageError) as caught:
        render(template, {name: "x"}, tmp_path / "service")
    assert caught.value.message == sentence
    assert not (tmp_path / "service").exists()
    project = made({})
    said = unchanged(project, copier.run_recopy, project, **OPTIONS, data={name: "x"})
    assert said == sentence


def test_an_unknown_name_is_refused_in_an_update(made):
    project = made({})
    said = unchanged(project, copier.run_update, project, **OPTIONS, data={"databse": "mysql"})
    assert said == "There is no question databse; did you mean database?"


def test_an_answers_file_of_another_version_can_be_passed_as_data(template, made, tmp_path):
    answers = yaml.safe_load((made({}) / ANSWERS_FILE).read_text()) | {"dropped_since": "x"}
    project = render(template, answers, tmp_path / "service")
    assert recorded(project) == recorded(made({}))


class TestSwitchingTheDatabase:
    """The database can be switched as long as no code of the team depends on it."""

    @pytest.mark.parametrize(
        ("framework", "migration"),
        [
            ("fastapi", "alembic/versions/0001_create_orders.py"),
            ("django", "src/app/migrations/0001_initial.py"),
        ],
    )
    def test_a_migration_keeps_it(self, template, tmp_path, framework, migration):
        answers = {"framework": framework, "example": False, "capabilities": []}
        project = start(render(template, answers, tmp_path / "project"))
        (project / migration).write_text('"""A migration."""\n')
        commit(project, "Add a migration")
        data = {"database": "mysql"}
        said = unchanged(project, copier.run_recopy, project, **OPTIONS, data=data)
        assert "'database': is fixed once it has migrations" in said

    def test_it_can_be_chosen_in_a_prompt(self, template, tmp_path):
        answers = {"example": False, "capabilities": []}
        project = start(render(template, answers, tmp_path / "project"))
        assert updated(project, f"{DOWN}{ENTER}{ENTER}{ENTER}")["database"] == "mysql"


@pytest.mark.parametrize("answer", ["nope", "flase", "jein", "maybe"])
@pytest.mark.parametrize("question", ["example", "customize"])
def test_a_word_that_is_neither_yes_nor_no_is_refused(template, tmp_path, question, answer):
    with pytest.raises(UserMessageError, match=f"'{question}': must be yes or no"):
        copier.run_copy(str(template), tmp_path / "new", data={question: answer}, **OPTIONS)
    assert not (tmp_path / "new").exists()
