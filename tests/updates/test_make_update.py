"""The output of `make update`, `make add` and `make drop`, and the files that they leave alone."""

import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import copier
import pexpect
import pytest

from tests.helpers.questions import QUESTIONS, offered, refusals
from tests.helpers.rendering import NEXT_TAG, TAG, attempt, commit, files, render, run
from tests.helpers.versions import start


pytestmark = pytest.mark.full

BASE = "template/{{ layer.base }}"
CHANGES = {
    f"{BASE}/.gitignore.jinja": ("__pycache__/\n", "# Theirs\n__pycache__/\n"),
    f"{BASE}/.editorconfig": ("\n", "\n# Theirs\n"),
    f"{BASE}/NEW.md": ("", "Theirs\n"),
    "template/{{ layer.ci }}/renovate.json": ("", ""),
}
SUMMARY = f"""\
From version {TAG} to {NEXT_TAG}:

Added (1):
  NEW.md

Changed (2):
  .copier-answers.yml
  .editorconfig

Removed (1):
  renovate.json

In conflict (1):
  .gitignore
"""
ASKS = {
    "copier.yml": ("framework:\n", "colour:\n  type: str\n  help: Which colour?\n\nframework:\n"),
}
UNTOUCHED = "Interrupted: the project is as it was."
BEARER = "src/app/principal.py"
LINE = "CODES = [200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 305, 307, 308]\n"
Moved = Callable[[Path, dict[str, tuple[str, str]]], Path]


@pytest.fixture
def moved(versions) -> Moved:
    """Change a project's recorded template, and return the project."""

    def move(project: Path, changes: dict[str, tuple[str, str]]) -> Path:
        answers = project / ".copier-answers.yml"
        text = re.sub("_src_path: .*", f"_src_path: {versions(changes)}", answers.read_text())
        answers.write_text(text)
        commit(project, "Move")
        return project

    return move


@pytest.fixture
def team(moved: Moved, project: Path) -> Path:
    """A project whose team has changed a line that the next version changes too."""
    ignored = project / ".gitignore"
    ignored.write_text(ignored.read_text().replace("__pycache__/\n", "# Ours\n__pycache__/\n"))
    return moved(project, CHANGES)


def state(project: Path) -> tuple[dict[str, bytes], str, str]:
    """Return a project's files, its git status and its unmerged entries."""
    unmerged = run("git", "ls-files", "--unmerged", cwd=project)
    return files(project), run("git", "status", "--porcelain", cwd=project), unmerged


def test_an_update_is_told_by_groups_and_is_what_copier_makes_of_it(team):
    alone = team.with_name("alone")
    run("cp", "-r", team, alone, cwd=team.parent)
    copier.run_update(
        alone, vcs_ref=NEXT_TAG, defaults=True, overwrite=True, unsafe=True, quiet=True
    )

    told = attempt("make", "update", cwd=team)

    assert SUMMARY in told.stdout
    assert told.stderr.startswith("Resolve the conflicts, then git add: .gitignore\n")
    assert state(team) == state(alone)


def test_changes_of_neighbouring_lines_are_merged_and_told(moved, project):
    ignored, old = project / ".gitignore", "/.coverage\n/.hypothesis/\n"
    assert old in ignored.read_text()
    ignored.write_text(ignored.read_text().replace(old, "/.coverage*\n/.hypothesis/\n"))
    path = f"{BASE}/.gitignore.jinja"
    moved(project, {path: (old, "/.coverage\n/.hypothesis-data/\n")})

    told = run("make", "update", cwd=project)

    assert "/.coverage*\n/.hypothesis-data/\n" in ignored.read_text()
    assert "Changed next to your own changes, look at these (1):\n  .gitignore\n" in told
    assert run("git", "ls-files", "--unmerged", cwd=project) == ""


def test_an_update_of_a_service_in_a_folder_of_a_repository(team, tmp_path):
    repository = tmp_path / "repository"
    service = repository / "services/billing"
    service.parent.mkdir(parents=True)
    run("git", "init", "--quiet", cwd=repository)
    (repository / ".gitignore").write_text("*.md\n")
    run("cp", "-r", team, service, cwd=tmp_path)
    run("rm", "-rf", ".git", cwd=service)
    run("git", "add", "--force", ".", cwd=repository)
    commit(repository, "Start")
    (repository / "elsewhere").write_text("Not committed\n")

    told = attempt("make", "--directory", service, "update", cwd=repository)

    assert SUMMARY in told.stdout
    assert "Resolve the conflicts, then git add: .gitignore\n" in told.stderr
    unmerged = run("git", "ls-files", "--unmerged", cwd=repository)
    assert re.findall(r" (\d)\t(.*)", unmerged) == [
        (stage, "services/billing/.gitignore") for stage in "123"
    ]
    assert (service / "NEW.md").read_text() == "Theirs\n"
    assert not (service / "renovate.json").exists()
    assert {path.name for path in repository.iterdir()} == {
        *(".git", ".gitignore", "elsewhere", "services")
    }


def test_a_preview_shows_the_merge_and_leaves_the_project_as_it_is(team):
    (team / "README.md").write_text("Not committed")
    before = state(team)

    told = attempt("make", "update", "arguments=--dry-run", cwd=team)

    assert SUMMARY in told.stdout
    assert "\n+<<<<<<< before updating\n # Ours\n" in told.stdout
    assert "\ndeleted file mode 100644\n" in told.stdout
    assert "Nothing has been changed. It would conflict in: .gitignore\n" in told.stderr
    assert state(team) == before


def test_an_interrupted_update_leaves_the_project_as_it_was(moved, project, tmp_path):
    waiting = tmp_path / "waiting"
    os.mkfifo(waiting)
    moved(project, {"copier.yml": ("_exclude:\n", f"_tasks: ['cat {waiting}']\n_exclude:\n")})
    before = state(project)
    # Make runs in a process group of its own, as in an interactive shell.
    with (
        subprocess.Popen(
            ["make", "update"],
            cwd=project,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process,
        waiting.open("w"),
    ):
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate()

    assert f"{UNTOUCHED}\n" in told
    assert "Traceback" not in told
    assert process.returncode in {2, 130, -signal.SIGINT}
    assert state(project) == before


def test_a_question_that_is_interrupted_leaves_the_project_as_it_was(moved, project):
    moved(project, ASKS)
    before = state(project)
    terminal = pexpect.spawn("make update", cwd=str(project), encoding="utf-8", timeout=60)
    terminal.expect("Which colour")
    terminal.sendcontrol("c")
    terminal.expect(UNTOUCHED)
    terminal.expect("Error 130")
    terminal.expect(pexpect.EOF)
    assert state(project) == before


def test_what_was_formatted_in_the_teams_way_is_formatted_after_an_update(moved, project):
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace("line-length = 100", "line-length = 80"))
    run("uv", "lock", "--quiet", cwd=project)
    run("uvx", "ruff", "format", "--quiet", ".", cwd=project)
    untidy = project / "dev/env.py"
    untidy.write_text(f"{untidy.read_text()}\n\nOURS = [ 1,2 ]\n")
    changes = {
        "template/{{ layer.web }}/dev/env.py": (
            'EXAMPLE = Path(".env.example")\n',
            f"{LINE}EXAMPLE = Path()\n",
        ),
        f"{BASE}/tests/unit/test_theirs.py": ("", LINE),
    }
    moved(project, changes)

    run("make", "update", cwd=project)

    assert LINE in untidy.read_text()
    assert "OURS = [ 1,2 ]\n" in untidy.read_text()
    run("git", "rm", "--quiet", "--force", "dev/env.py", cwd=project)
    run("uvx", "ruff", "format", "--check", ".", cwd=project)


class TestCapabilities:
    """`make add` and `make drop`, which switch one capability."""

    @pytest.fixture(scope="class")
    @staticmethod
    def switched(template, tmp_path_factory) -> Path:
        """A service that has the capability `auth`."""
        folder = tmp_path_factory.mktemp("switched") / "project"
        return start(render(template, {"database": "none", "example": False}, folder))

    def test_one_is_dropped_and_added(self, switched):
        before = files(switched)
        known = "  auth          bearer tokens, the caller in handlers, roles\n"
        assert known in run("make", "drop", cwd=switched)

        told = run("make", "drop", "capability=auth", "force=yes", cwd=switched)

        assert "Deleted, edited or not (" in told
        assert f"  {BEARER}\n" in told
        assert not (switched / BEARER).exists()
        commit(switched, "Drop")
        assert known in run("make", "add", cwd=switched)
        refused = attempt("make", "add", "capability=cash", cwd=switched).stderr
        assert refused.startswith("cash cannot be added. Can be added by make add capability=NAME")
        assert known in refused

        run("make", "add", "capability=auth", cwd=switched)

        assert files(switched) == before
        run("git", "reset", "--quiet", "HEAD~1", cwd=switched)
        assert state(switched)[1] == ""

    @pytest.mark.parametrize("framework", ["fastapi", "flask", "django"])
    def test_its_lines_are_merged_into_started_files(self, template, tmp_path, framework):
        project = start(render(template, {"framework": framework}, tmp_path / "project"))
        routes = project / "src/app/api/v1/auth.py"
        routes.write_text(routes.read_text().replace("welcome mail", "first mail"))
        commit(project, "Edit")
        before = files(project)

        run("make", "add", "capability=rate_limit", cwd=project)

        added = routes.read_text()
        assert added.count("@login_limit\n") == 5
        assert "first mail" in added
        commit(project, "Add")
        run("make", "add", "capability=cache", cwd=project)

        service = (project / "src/app/services/item_service.py").read_text()
        assert "cached.totals(" in service or "cached_items.totals(" in service
        commit(project, "Add another")
        run("make", "drop", "capability=cache", "force=yes", cwd=project)
        commit(project, "Drop")
        run("make", "drop", "capability=rate_limit", "force=yes", cwd=project)
        assert files(project) == before

    def test_nothing_is_deleted_without_a_word(self, switched):
        before = state(switched)
        told = attempt("make", "drop", "capability=auth", cwd=switched)
        assert f"  {BEARER}\n" in told.stdout
        assert "Nothing has been changed; force=yes deletes them" in told.stderr
        assert state(switched) == before

    def test_what_the_example_brings_is_not_dropped(self, template, tmp_path):
        project = start(render(template, {"database": "sqlite"}, tmp_path / "project"))
        before = state(project)
        refused = attempt("make", "drop", "capability=auth", "force=yes", cwd=project)
        assert refused.stderr.startswith("auth comes with the example domain and cannot be dropped")
        assert "  auth " not in run("make", "drop", cwd=project)
        assert state(project) == before

    def test_a_name_is_not_given_to_a_shell(self, switched):
        name = "capability=x; touch made $(shell touch made) `touch made`"
        assert attempt("make", "drop", name, cwd=switched).returncode != 0
        assert not (switched / "made").exists()

    def test_a_terminal_asks(self, switched):
        command = "make drop capability=auth"
        terminal = pexpect.spawn(command, cwd=str(switched), encoding="utf-8", timeout=60)
        terminal.expect(r"Delete them\? \[y/N\]")
        terminal.sendline("y")
        terminal.expect(pexpect.EOF)
        assert not (switched / BEARER).exists()
        run("git", "reset", "--quiet", "--hard", cwd=switched)

    def test_the_listed_ones_are_those_of_the_questionnaire(self, switched):
        text = (switched / "dev/capabilities.py").read_text()
        choices = QUESTIONS["capabilities"]["choices"]
        listed = re.findall(r'^    "(\w+)": "(.*)",$', text, re.MULTILINE)
        assert listed == [tuple(label.split(": ")) for label in choices]

    def test_a_program_lists_its_own(self, render):
        program = {"framework": "cli", "example": False}
        text = (render(program) / "dev/capabilities.py").read_text()
        listed = re.findall(r'^    "(\w+)": ".*",$', text, re.MULTILINE)
        each_alone = [program | {"capabilities": [each]} for each in offered("capabilities")]
        assert [[name] for name in listed] == [
            answers["capabilities"] for answers in each_alone if not refusals(answers)
        ]
