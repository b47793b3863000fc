"""An update brings what the template changed, keeps what a team wrote, and meets no conflict."""

import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.layout import ANSWERS_FILE, SOURCES, managed, started
from tests.helpers.questions import offered
from tests.helpers.rendering import NEXT_TAG, ROOT, TAG, attempt, files, render, run
from tests.helpers.versions import (
    MARK,
    NEW_DEPENDENCY,
    STEPS,
    conflicts,
    make_history,
    start,
    update,
)


SETTING = "    greeting: str = 'hello'\n"
TARGET = ".PHONY: greet\ngreet: ## Say hello\n\t@echo hello\n"
SERVICE = "  greeter:\n    image: busybox\n"
OVERRIDE = '\n[[tool.mypy.overrides]]\nmodule = "legacy.*"\nignore_errors = true\n'
DELETED = "tests/unit/test_logs.py"
# What a team adds: the file, the text that it adds to, the addition.
EDITS = {
    "a Ruff rule to ignore": ("pyproject.toml", '    "D107",\n', '    "COM812",\n'),
    "a mypy override": ("pyproject.toml", "", OVERRIDE),
    "a Make target": ("Makefile", "", TARGET),
    "a variable": (".env.example", "", "GREETING=hello\n"),
    "a setting": ("src/app/settings/service.py", "", SETTING),
    "a container": ("docker-compose.yml", "\nservices:\n", SERVICE),
    "a container at the end": ("docker-compose.yml", "", SERVICE.replace("greeter", "last")),
    "an install": (
        "src/app/main.py",
        "    mail.install(app, settings)\n",
        "    greeter.install(app)\n",
    ),
    "a rule for git": (".gitignore", "", "/greetings/\n"),
    "a README": ("README.md", "", "## Greetings\n"),
}


@pytest.fixture(scope="session")
def history(tmp_path_factory):
    return make_history(tmp_path_factory.mktemp("history") / "template")


@pytest.fixture(scope="module", params=STEPS, ids="-to-".join)
def step(request, history, tmp_path_factory):
    """A project as rendered, the same after the update, and a fresh one of the new version."""
    old, new = request.param
    folder = tmp_path_factory.mktemp("step")
    before = start(render(history, {}, folder / "before", ref=old))
    updated = Path(shutil.copytree(before, folder / "updated"))
    update(updated, new)
    fresh = render(history, {}, folder / "fresh", ref=new)
    return SimpleNamespace(old=old, new=new, before=before, updated=updated, fresh=fresh)


@pytest.fixture(scope="module")
def edited(step, tmp_path_factory):
    """A project that a team worked on before the update, and what it was then."""
    project = Path(shutil.copytree(step.before, tmp_path_factory.mktemp("edited") / "project"))
    run("uv", "add", "--no-sync", "tenacity", cwd=project)
    run("uv", "add", "--no-sync", "--dev", "pytest-randomly", cwd=project)
    for path, anchor, addition in EDITS.values():
        add(project / path, anchor, addition)
    (project / DELETED).unlink()
    written = files(project)
    update(project, step.new)
    return SimpleNamespace(path=project, written=written)


def add(path: Path, anchor: str, addition: str) -> None:
    text = path.read_text()
    assert anchor in text
    where = text.rindex(anchor) + len(anchor) if anchor else len(text)
    path.write_text(text[:where] + addition + text[where:])


def test_this_clone_has_the_whole_history():
    assert run("git", "rev-parse", "--is-shallow-repository", cwd=ROOT) == "false\n"


def test_without_edits_managed_files_become_those_of_a_fresh_copy(step):
    updated, fresh = files(step.updated), files(step.fresh)
    assert managed(step.updated) == managed(step.fresh)
    assert {path for path in managed(step.fresh) if updated[path] != fresh[path]} == set()
    assert updated[ANSWERS_FILE] == fresh[ANSWERS_FILE]


def test_started_files_stay_as_they_were(step):
    before, updated = files(step.before), files(step.updated)
    assert started(step.before)
    assert {path: before[path] for path in started(step.before)} == {
        path: updated[path] for path in started(step.updated)
    }


def test_the_next_version_touches_every_managed_file(history, tmp_path):
    fresh = render(history, {}, tmp_path / "fresh", ref=NEXT_TAG)
    content = files(fresh)
    assert not [path for path in managed(fresh) if MARK.encode() not in content[path]]


def test_edits_meet_no_conflict(edited):
    assert conflicts(edited.path) == []


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_survives(edited, edit):
    path, _, addition = EDITS[edit]
    assert addition in (edited.path / path).read_text()


def test_dependencies_added_by_uv_survive_beside_the_templates_new_one(edited, step):
    project = tomllib.loads((edited.path / "pyproject.toml").read_text())
    fresh = tomllib.loads((step.fresh / "pyproject.toml").read_text())
    added = set(project["project"]["dependencies"]) - set(fresh["project"]["dependencies"])
    added_for_tests = set(project["dependency-groups"]["dev"]) - set(
        fresh["dependency-groups"]["dev"]
    )
    assert [each.split(">")[0] for each in added] == ["tenacity"]
    assert [each.split(">")[0] for each in added_for_tests] == ["pytest-randomly"]
    assert set(fresh["project"]["dependencies"]) <= set(project["project"]["dependencies"])
    assert (NEW_DEPENDENCY in fresh["project"]["dependencies"]) == (step.new == NEXT_TAG)


def test_the_update_reaches_the_files_that_a_team_edited(edited, step):
    now, fresh = files(edited.path), files(step.fresh)
    theirs = {path for path, _, _ in EDITS.values()} - started(edited.path)
    lines = {path: set(fresh[path].splitlines()) - set(now[path].splitlines()) for path in theirs}
    assert not any(lines.values())


def test_a_deleted_file_stays_deleted(edited):
    assert not (edited.path / DELETED).exists()


def test_the_lock_file_is_left_to_uv(edited):
    assert (edited.path / "uv.lock").read_bytes() == edited.written["uv.lock"]


def test_a_deleted_example_domain_stays_deleted(step, tmp_path):
    project = Path(shutil.copytree(step.before, tmp_path / "project"))
    domain = {source.target_in({}) for source in SOURCES if "example" in source.layers}
    for path in domain & set(files(project)):
        (project / path).unlink()
    update(project, step.new)
    assert conflicts(project) == []
    assert not domain & set(files(project))


SWITCHES = [
    *(("capabilities", [each], []) for each in offered("capabilities")),
    ("ci", "github", "gitlab"),
    ("database", "postgresql", "mysql"),
]


@pytest.mark.parametrize(("question", "one", "other"), SWITCHES, ids=str)
def test_a_choice_changed_and_changed_back_leaves_nothing_behind(
    template, tmp_path, question, one, other
):
    answers = {"example": False, question: one}
    project = start(render(template, answers, tmp_path / "project"))
    before = files(project)
    fresh = render(template, answers | {question: other}, tmp_path / "fresh")
    update(project, TAG, **{question: other})
    now, wanted = files(project), files(fresh)
    assert managed(project) == managed(fresh)
    assert not [path for path in managed(fresh) if now[path] != wanted[path]]
    update(project, TAG, **{question: one})
    assert files(project) == before


@pytest.mark.parametrize("change", ["example=false", "package_name=other"])
def test_what_is_fixed_at_the_first_copy_cannot_be_changed(template, tmp_path, change):
    project = start(render(template, {}, tmp_path / "project"))
    before = files(project)
    done = attempt(
        *("copier", "update", "--trust", "--defaults", "--vcs-ref", TAG, "--data", change),
        cwd=project,
    )
    assert done.returncode != 0
    assert "is fixed at the first copy" in done.stderr.splitlines()[-1]
    assert files(project) == before
    assert run("git", "status", "--porcelain", cwd=project) == ""
