"""A copy into a folder with files replaces none of them without an explicit option."""

from pathlib import Path
from typing import Any

import copier
import pytest
from copier.errors import UserMessageError

from tests.helpers.prompts import answered, keys
from tests.helpers.rendering import NAMED, TAG, attempt, commit, files, render, run
from tests.helpers.versions import start


SMALL = {"database": "none", "example": False}
HINT = "\nKeep them with --skip '*', replace them with --overwrite, or move them."
OPTIONS: dict[str, Any] = {"defaults": True, "unsafe": True, "quiet": True, "vcs_ref": TAG}


@pytest.fixture
def folder(tmp_path):
    """A folder with two files that the template has too, and one that it does not have."""
    folder = tmp_path / "folder"
    (folder / "src").mkdir(parents=True)
    for name in ("Makefile", "README.md", "src/notes.txt"):
        (folder / name).write_text("Ours\n")
    run("git", "init", "--quiet", cwd=folder)
    return folder


def refusal(template: Path, folder: Path, **options: Any) -> str:
    """Return the message of a copy that is refused and changes nothing."""
    before = files(folder)
    with pytest.raises(UserMessageError) as caught:
        copier.run_copy(str(template), folder, {**NAMED, **SMALL}, **OPTIONS, **options)
    assert files(folder) == before
    return str(caught.value.message)


def test_it_names_the_files_and_writes_nothing(template, folder):
    sentence = "Nothing was written, because these exist already: Makefile README.md."
    assert refusal(template, folder) == f"{sentence}{HINT}"


def test_it_counts_the_files_where_there_are_many(template, folder):
    run("sh", "-c", "mkdir tests dev && touch tests/fixtures.py dev/git.py LICENSE", cwd=folder)
    rest = [name for name in files(render(template, SMALL, folder.parent / "other")) if "/" in name]
    for name in rest[:20]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    assert " more.\n" in refusal(template, folder)


def test_it_does_so_after_prompts_too(template, folder):
    before = files(folder)
    with pytest.raises(UserMessageError, match=r"already: Makefile README\.md\."):
        answered(template, folder, keys())
    assert files(folder) == before


def test_it_names_what_no_option_is_about(template, folder):
    assert "already: Makefile." in refusal(template, folder, skip_if_exists=["/README.md"])
    assert "already: README.md." in refusal(template, folder, exclude=["Makefile"])


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"skip_if_exists": ["*"]}, {"Makefile", "README.md", "src/notes.txt"}),
        ({"overwrite": True, "skip_if_exists": ["Makefile"]}, {"Makefile", "src/notes.txt"}),
        ({"overwrite": True}, {"src/notes.txt"}),
    ],
)
def test_it_keeps_or_replaces_them_as_it_is_told(template, folder, options, kept):
    copier.run_copy(str(template), folder, {**NAMED, **SMALL}, **OPTIONS, **options)
    assert {name for name, text in files(folder).items() if text == b"Ours\n"} == kept
    assert (folder / "pyproject.toml").is_file()


@pytest.mark.parametrize("blocking", ["tests", "pyproject.toml"])
def test_a_file_where_a_folder_goes_or_the_reverse_is_named(template, folder, blocking):
    (folder / blocking).touch() if blocking == "tests" else (folder / blocking).mkdir()
    sentence = refusal(template, folder, overwrite=True)
    assert sentence.endswith(f"Move it first: {blocking}.")


def test_a_link_to_nothing_is_no_place_to_write_to(template, folder):
    (folder / "LICENSE").symlink_to("nowhere")
    assert "already: LICENSE Makefile README.md." in refusal(template, folder)


class TestRecopy:
    """`copier recopy`, as docs/ownership.md describes it."""

    @pytest.fixture
    def project(self, template, tmp_path):
        """A project whose team has edited a file of each class, and deleted one."""
        project = start(render(template, SMALL, tmp_path / "project"))
        for name in ("Makefile", "README.md", "tests/fixtures.py", "ours.py"):
            (project / name).write_text("Ours\n")
        (project / ".editorconfig").unlink()
        commit(project, "Edit")
        return project

    def test_it_overwrites_managed_and_started_files(self, project):
        copier.run_recopy(project, overwrite=True, **OPTIONS)
        kept = {name for name, text in files(project).items() if text == b"Ours\n"}
        assert kept == {"tests/fixtures.py", "ours.py"}
        assert (project / ".editorconfig").is_file()

    def test_it_brings_missing_files_back_where_the_others_are_skipped(self, project):
        copier.run_recopy(project, skip_if_exists=["*"], **OPTIONS)
        assert run("git", "status", "--porcelain", cwd=project) == "?? .editorconfig\n"

    def test_it_writes_nothing_without_either_option(self, project):
        done = attempt("copier", "recopy", "--trust", "--defaults", "--vcs-ref", TAG, cwd=project)
        assert done.returncode != 0
        assert done.stderr.endswith(f"more.{HINT}\n")
        assert run("git", "status", "--porcelain", cwd=project) == ""
