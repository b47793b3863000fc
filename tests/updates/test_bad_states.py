"""An update that is not possible is refused with one sentence and leaves the project unchanged."""

import re
import shutil
from pathlib import Path

import copier
import pytest
from copier.errors import UserMessageError
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from extensions.record import checksum
from tests.helpers.layout import ANSWERS_FILE
from tests.helpers.rendering import (
    NEXT_TAG,
    TAG,
    attempt,
    commit,
    files,
    render,
    run,
)
from tests.helpers.versions import start


pytestmark = pytest.mark.full

SMALL = {"database": "none", "example": False}
COPIER = ("copier", "update", "--trust", "--defaults")
MAKE = ("make", "--silent", "update")
NO_PACKAGE = ("uvx", "--from", "copier>=9.19.1", *COPIER)
RESTORE = f"bring its last version back (git log --patch -- {ANSWERS_FILE})"
EDITED = "Change an answer with --data name=answer instead."
# A file that the next version adds.
NEW = "template/{{ layer.base }}/NEW.md"
TARGET = "NEW.md"
# No server listens there.
NOWHERE = "http://127.0.0.1:9/chassis.git"
# Changes to the template, as old and new text by file.
STRICTER = {"copier.yml": ("    GitLab CI: gitlab\n", "")}
STRICTER_VALIDATOR = {"extensions/answers.py": ('r"https?://', 'r"https://')}
NEWER_COPIER = {"copier.yml": ("_min_copier_version: 9.19.1", "_min_copier_version: 9999.0.0")}


def refusal(project: Path, *command: str, **environment: str) -> str:
    """Run a command that fails and changes nothing, and return its error message."""
    before = files(project), attempt("git", "status", "--porcelain", cwd=project).stdout
    done = attempt(*command, cwd=project, **environment)
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    assert before == (files(project), attempt("git", "status", "--porcelain", cwd=project).stdout)
    said = [line for line in done.stderr.splitlines() if line and not line.startswith("make: ***")]
    return said[-1]


def rewrite(project: Path, pattern: str, text: str) -> None:
    """Edit the answers file by hand, and commit the edit."""
    path = project / ANSWERS_FILE
    old = path.read_text()
    new = re.sub(pattern, text, old, count=1, flags=re.MULTILINE)
    assert new != old
    path.write_text(new)
    commit(project, "Edit")


@pytest.mark.parametrize("command", [COPIER, MAKE], ids=" ".join)
class TestWhoeverDrivesTheUpdate:
    """Refusals by both `copier update`, which Renovate runs, and `make update`."""

    @pytest.mark.parametrize("edit", ["ci: github", "ci: nowhere", "framework: maybe"])
    def test_an_answer_edited_by_hand(self, project, command, edit):
        rewrite(project, f"^{edit.partition(':')[0]}: .*", edit)
        assert refusal(project, *command) == EDITED

    def test_a_version_edited_by_hand(self, project, versions, command):
        rewrite(project, "^_src_path: .*", f"_src_path: {versions({})}")
        rewrite(project, "^_commit: .*", f"_commit: {NEXT_TAG}")
        assert refusal(project, *command) == EDITED

    def test_a_choice_that_is_gone(self, project, versions, command):
        rewrite(project, "^_src_path: .*", f"_src_path: {versions(STRICTER)}")
        assert refusal(project, *command) == "Choose again: --data ci=..."

    def test_an_answer_that_is_refused_now(self, project, versions, command):
        rewrite(project, "^_src_path: .*", f"_src_path: {versions(STRICTER_VALIDATOR)}")
        assert refusal(project, *command) == "Choose again: --data repository_url=..."

    def test_a_copier_too_old(self, project, versions, command):
        rewrite(project, "^_src_path: .*", f"_src_path: {versions(NEWER_COPIER)}")
        assert "requires Copier version >= 9999.0.0" in refusal(project, *command)


class TestCopierAlone:
    """Refusals by `copier update` alone."""

    def test_uncommitted_changes(self, project):
        (project / "README.md").write_text("Changed")
        assert refusal(project, *COPIER).startswith("Destination repository is dirty; cannot")

    def test_no_git(self, project):
        shutil.rmtree(project / ".git")
        sentence = "Updating is only supported in git-tracked subprojects."
        assert refusal(project, *COPIER) == sentence

    def test_a_template_older_than_the_project(self, versions, tmp_path):
        project = start(render(versions({}), SMALL, tmp_path / "project", ref=NEXT_TAG))
        sentence = refusal(project, *COPIER, "--vcs-ref", TAG)
        assert sentence.endswith("Downgrades are not supported.")

    def test_no_trust(self, project):
        sentence = refusal(project, "copier", "update", "--defaults")
        assert "consider adding the `--trust` option" in sentence

    def test_no_package_of_extensions(self, project):
        done = attempt(*NO_PACKAGE, cwd=project)
        assert "Make sure to install these extensions alongside Copier" in done.stderr
        assert refusal(project, *NO_PACKAGE).startswith("See the docs at https://copier.")


class TestTheMakeTarget:
    """Cases in which `copier update` alone would print a traceback or a less helpful message."""

    def test_uncommitted_changes(self, project):
        (project / "README.md").write_text("Changed")
        sentence = (
            "Commit your changes first, or git stash --include-untracked: git status shows them."
        )
        assert refusal(project, *MAKE) == sentence

    def test_no_repository(self, project):
        shutil.rmtree(project / ".git")
        # On a path with mount points, git otherwise prints a second line about them.
        said = refusal(project, *MAKE, GIT_DISCOVERY_ACROSS_FILESYSTEM="1")
        assert said.startswith("fatal: not a git repository")

    def test_a_file_in_the_way(self, project, versions):
        rewrite(project, "^_src_path: .*", f"_src_path: {versions({NEW: ('', 'Theirs')})}")
        (project / ".git/info/exclude").write_text(f"{TARGET}\n")
        (project / TARGET).write_text("Ours")
        sentence = f"Move these files first, as the update adds them: {TARGET}"
        assert refusal(project, *MAKE) == sentence

    def test_no_answers_file(self, project):
        (project / ANSWERS_FILE).unlink()
        commit(project, "Lose the answers")
        assert refusal(project, *MAKE) == f"{ANSWERS_FILE} is missing: {RESTORE}."

    @pytest.mark.parametrize("name", ["_commit", "_src_path"])
    def test_no_version_or_template(self, project, name):
        rewrite(project, f"^{name}: .*\n", "")
        sentence = f"{ANSWERS_FILE} names no template and version: {RESTORE}."
        assert refusal(project, *MAKE) == sentence

    def test_no_yaml(self, project):
        rewrite(project, "^ci: .*", "ci: [")
        assert refusal(project, *MAKE) == f"{ANSWERS_FILE} is not YAML any more: {RESTORE}."

    def test_a_version_that_the_template_does_not_have(self, project, template):
        rewrite(project, "^_commit: .*", f"_commit: {NEXT_TAG}")
        sentence = f"Version {NEXT_TAG} of the template is not at {template}."
        assert refusal(project, *MAKE) == sentence

    def test_no_network_to_the_template(self, project):
        rewrite(project, "^_src_path: .*", f"_src_path: {NOWHERE}")
        assert refusal(project, *MAKE).startswith(f"The template at {NOWHERE} is out of reach: ")

    def test_a_folder_that_is_no_template(self, project):
        rewrite(project, "^_src_path: .*", "_src_path: ../elsewhere")
        sentence = "Git reads no repository at ../elsewhere: git -C ../elsewhere status says why."
        assert refusal(project, *MAKE) == sentence

    def test_a_repository_of_another_user(self, project):
        run("chown", "nobody", ".", cwd=project)
        sentence = f"\tgit config --global --add safe.directory {project}"
        assert refusal(project, *MAKE) == sentence

    def test_no_network_to_copier(self, project, tmp_path):
        cut_off = {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_HTTP_RETRIES": "0"}
        sentence = refusal(project, *MAKE, UV_CACHE_DIR=str(tmp_path / "cache"), **cut_off)
        assert sentence.startswith("uv cannot get Copier: ")

    def test_no_git_at_all(self, project, tmp_path):
        for name in ("make", "uv", "python3", "sh"):
            found = shutil.which(name)
            assert found
            (tmp_path / name).symlink_to(found)
        before = files(project)
        done = attempt(*MAKE, cwd=project, PATH=str(tmp_path))
        assert done.returncode != 0
        assert done.stderr.startswith("git is not installed, and an update takes it to merge")
        assert files(project) == before

    def test_an_answer_that_is_none(self, project):
        sentence = refusal(project, *MAKE, "arguments=--data ci=nowhere")
        assert sentence.startswith("Invalid choice for 'ci': 'nowhere' is not in ")


def test_an_answer_given_anew_takes_the_place_of_a_choice_that_is_gone(project, versions):
    rewrite(project, "^_src_path: .*", f"_src_path: {versions(STRICTER)}")
    run(*MAKE, "arguments=--data ci=none", cwd=project)
    assert "\nci: none\n" in (project / ANSWERS_FILE).read_text()
    assert not (project / ".gitlab-ci.yml").exists()


def test_a_name_that_a_new_dependency_has_too_is_kept(template, versions, tmp_path):
    names = {"project_slug": "zeta-lib", "package_name": "zeta"}
    project = start(render(template, {**SMALL, **names}, tmp_path / "project"))
    added = {"extensions/catalogue/names.json": ('": [\n', '": [\n  "zeta",\n  "zeta-lib",\n')}
    rewrite(project, "^_src_path: .*", f"_src_path: {versions(added)}")
    run(*MAKE, cwd=project)
    assert f"_commit: {NEXT_TAG}" in (project / ANSWERS_FILE).read_text()
    assert "\nproject_slug: zeta-lib\n" in (project / ANSWERS_FILE).read_text()


def test_a_choice_that_is_gone_is_refused_in_a_terminal_too(project, versions):
    rewrite(project, "^_src_path: .*", f"_src_path: {versions(STRICTER)}")
    before = files(project)
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        pytest.raises(UserMessageError, match="no longer accepts ci: gitlab"),
    ):
        copier.run_update(project, skip_answered=True, overwrite=True, unsafe=True, quiet=True)
    assert files(project) == before


def test_the_checksum_minds_answers_and_not_how_they_are_written(made):
    text = (made / ANSWERS_FILE).read_text()
    (summed,) = re.findall("^# Checksum: (.*)$", text, re.MULTILINE)
    assert summed == checksum(text.replace("'", '"').replace("- auth", "  - auth") + "#comment\n")
    assert summed == checksum(re.sub("_src_path: .*", "_src_path: elsewhere", text))
    assert summed != checksum(text.replace("- auth\n", ""))
    assert summed != checksum(text.replace(f"_commit: {TAG}", f"_commit: {NEXT_TAG}"))


def test_the_message_before_an_update_tells_what_becomes_of_a_capability(project):
    done = attempt(*COPIER, "--vcs-ref", TAG, cwd=project)
    assert "that is switched off are deleted, edited or not; git keeps them." in done.stderr
