"""The scheduled job proposes a new version of the template, or reports why it cannot."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.layout import ANSWERS_FILE
from tests.helpers.pipelines import TOKEN, Pipeline
from tests.helpers.rendering import (
    NEXT_TAG,
    TAG,
    commit,
    release_working_tree,
    render,
    run,
    tag,
)
from tests.helpers.versions import start


pytestmark = pytest.mark.full

IGNORED = "template/{{ layer.base }}/.gitignore.jinja"
MAKEFILE = "template/{{ layer.base }}/Makefile.jinja"
CLEAN = (IGNORED, "__pycache__/\n", "# Theirs\n__pycache__/\n")
# The gates fail, because this Make target does not exist.
RED = (MAKEFILE, "\ncheck: ", "\ncheck: gate-of-the-next-version ")
TITLE = f"Update from the template, {TAG[1:]} to {NEXT_TAG[1:]}"
GREEN = "There are no conflicts, and `make install check` passes."
FAILS = "There are no conflicts, but `make install check` fails, as the log of the job shows."
CONFLICTS = """Conflicts are marked in:

- `.gitignore`

Resolve them, then run `make install check`."""


@pytest.fixture(params=["github", "gitlab"])
def ci(request: pytest.FixtureRequest) -> str:
    """The two forges."""
    return str(request.param)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A template for a single test, so that the test can release the next version."""
    repository = tmp_path / "template"
    repository.mkdir()
    release_working_tree(repository)
    return repository


@pytest.fixture
def pipeline(ci: str, origin: Path, tmp_path: Path) -> Pipeline:
    """The repository at the forge of a small project."""
    answers = {"database": "none", "example": False, "capabilities": [], "ci": ci}
    project = render(origin, answers, tmp_path / "project")
    run("uv", "lock", "--quiet", cwd=project)
    start(project)
    run("git", "branch", "--move", "main", cwd=project)
    made = Pipeline(tmp_path)
    made.receive(project)
    return made


@pytest.fixture
def release(origin: Path) -> Callable[..., None]:
    """Release a next version with one change."""

    def make(path: str, old: str, new: str, name: str = NEXT_TAG) -> None:
        text = (origin / path).read_text()
        assert old in text
        (origin / path).write_text(text.replace(old, new, 1))
        commit(origin, "The next version")
        tag(origin, name)

    return make


def cloned(pipeline: Pipeline, branch: str) -> Path:
    """Return a clone in which a team member works."""
    clone = pipeline.folder / f"clone-{branch}"
    address = str(pipeline.remote)
    run("git", "clone", "--quiet", "--branch", branch, address, clone, cwd=pipeline.folder)
    return clone


def edit(pipeline: Pipeline, branch: str) -> None:
    """Push a team member's commit to a branch."""
    clone = cloned(pipeline, branch)
    text = (clone / ".gitignore").read_text()
    (clone / ".gitignore").write_text(text.replace("__pycache__/\n", "# Ours\n__pycache__/\n"))
    commit(clone, "Edit")
    run("git", "push", "--quiet", "origin", branch, cwd=clone)
    pipeline.pushes()


def complete(pipeline: Pipeline, how: list[str]) -> None:
    """Resolve the conflict of a proposal as a team member, merge it, then edit the same lines."""
    clone = cloned(pipeline, "template-update")
    ignored = clone / ".gitignore"
    ignored.write_text("# Ours and theirs\n__pycache__/\n")
    commit(clone, "Resolve the conflict")
    run("git", "switch", "--quiet", "main", cwd=clone)
    (clone / "notes.md").write_text("Something else\n")
    commit(clone, "Another change")
    run("git", *how, cwd=clone)
    commit(clone, "Merge the proposal")
    ignored.write_text("# Ours again\n__pycache__/\n")
    commit(clone, "Edit the same lines")
    run("git", "push", "--quiet", "origin", "main", cwd=clone)
    pipeline.pushes()


def request(pipeline: Pipeline, ci: str) -> tuple[str, str, bool]:
    """Return title, body and draft state of the last request that the job created or updated."""
    if ci == "gitlab":
        options = {line.partition("=")[0]: line.partition("=")[2] for line in pipeline.pushes()}
        assert "merge_request.create" in options
        title = options["merge_request.title"]
        body = options["merge_request.description"].replace("\\n", "\n").strip()
        return title.removeprefix("Draft: "), body, title.startswith("Draft: ")
    calls = pipeline.calls()
    (told,) = [call for call in calls if "--body-file" in call]
    assert "template-update" in told
    states = [re.findall(r"--(?:draft|undo)=(\w+)", " ".join(call[:-1])) for call in calls]
    ((state,),) = [each for each in states if each]
    return told[told.index("--title") + 1], told[-1].strip(), state == "true"


def test_nothing_new_is_said_in_one_line(pipeline):
    pipeline.has_token = False
    assert pipeline.schedule() == 0
    assert f"The template has nothing newer than {TAG[1:]}.\n" in pipeline.log
    assert pipeline.pushes() == pipeline.calls() == []


def test_a_new_version_is_proposed_and_the_proposal_kept_up_to_date(pipeline, release, ci):
    release(*CLEAN)

    assert pipeline.schedule() == 0, pipeline.log
    assert request(pipeline, ci) == (TITLE, GREEN, False)
    assert "# Theirs" in pipeline.branch(".gitignore")
    assert f"_commit: {NEXT_TAG}" in pipeline.branch(ANSWERS_FILE)

    edit(pipeline, "main")
    assert pipeline.schedule() == 0, pipeline.log
    assert request(pipeline, ci) == (TITLE, CONFLICTS, True)
    assert "<<<<<<< before updating\n# Ours" in pipeline.branch(".gitignore")
    assert TOKEN not in pipeline.log
    assert TOKEN not in (pipeline.folder / "checkout/.git/config").read_text()


def test_gates_that_fail_make_a_draft(pipeline, release, ci):
    release(*RED)
    assert pipeline.schedule() == 0, pipeline.log
    assert "gate-of-the-next-version" in pipeline.log
    assert request(pipeline, ci) == (TITLE, FAILS, True)


def test_a_missing_token_is_said_in_one_sentence(pipeline, release, ci):
    release(*CLEAN)
    pipeline.has_token = False
    names = {
        "github": "variable TEMPLATE_UPDATE_CLIENT_ID and the secret TEMPLATE_UPDATE_PRIVATE_KEY",
        "gitlab": "variable TEMPLATE_UPDATE_TOKEN",
    }
    assert pipeline.schedule() != 0
    assert f"a new version, {NEXT_TAG[1:]}; to propose it takes the {names[ci]}" in pipeline.log
    assert "Traceback" not in pipeline.log
    assert pipeline.pushes() == pipeline.calls() == []


def test_a_branch_that_somebody_works_on_is_left_alone(pipeline, release):
    release(*RED)
    assert pipeline.schedule() == 0, pipeline.log
    edit(pipeline, "template-update")
    before = run("git", "rev-parse", "template-update", cwd=pipeline.remote)
    assert pipeline.schedule() == 0, pipeline.log
    assert "The branch template-update has commits of the team" in pipeline.log
    assert run("git", "rev-parse", "template-update", cwd=pipeline.remote) == before


@pytest.mark.parametrize(
    ("ci", "how"),
    [
        ("github", ["merge", "--quiet", "--no-ff", "template-update"]),
        ("gitlab", ["merge", "--quiet", "--squash", "template-update"]),
        ("github", ["cherry-pick", "main~1..template-update"]),
    ],
    indirect=["ci"],
    ids=["merged", "squashed", "rebased"],
)
def test_a_branch_that_was_completed_and_merged_makes_way_for_the_next_version(
    pipeline, release, ci, how
):
    release(*CLEAN)
    edit(pipeline, "main")
    assert pipeline.schedule() == 0, pipeline.log
    assert request(pipeline, ci) == (TITLE, CONFLICTS, True)
    complete(pipeline, how)
    release(IGNORED, "# Theirs\n", "# Theirs as well\n", "v999.2.0")

    assert pipeline.schedule() == 0, pipeline.log

    title, body, _ = request(pipeline, ci)
    assert (title, body) == (f"Update from the template, {NEXT_TAG[1:]} to 999.2.0", CONFLICTS)
    assert "# Ours again\n" in pipeline.branch(".gitignore")
    assert "_commit: v999.2.0" in pipeline.branch(ANSWERS_FILE)


def test_neither_the_update_nor_the_gates_see_the_token(pipeline, release):
    spy = "\ncheck: spied "
    seen = pipeline.folder / "seen"
    release(MAKEFILE, "\ncheck: ", f"\nspied:\n\tenv > {seen}\n\tfalse\n{spy}")
    assert pipeline.schedule() == 0, pipeline.log
    assert "CREDENTIALS=there" in seen.read_text()
    assert TOKEN not in seen.read_text()


@pytest.mark.parametrize("ci", ["gitlab"], indirect=True)
def test_gitlab_gets_the_token_from_a_helper_alone(pipeline):
    script = (pipeline.folder / "project/.gitlab-ci.yml").read_text()
    (helper,) = re.findall(r"helper='(.*)'\n", script)
    asked = "protocol=https\nhost=git.example.com\n"
    command = f"printf '{asked}\\n' | git -c 'credential.helper={helper}' credential fill"
    environment = {"TEMPLATE_UPDATE_TOKEN": TOKEN, "GIT_TERMINAL_PROMPT": "0"}
    assert pipeline.shell(command, pipeline.folder, environment) == 0
    assert f"username=template-update\npassword={TOKEN}\n" in pipeline.log
