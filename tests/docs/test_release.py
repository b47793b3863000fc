"""A release is written from the commits, and refused if it would break services."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.rendering import ROOT, commit, copy_working_tree, run
from tools.promises import Version
from tools.release import extract, last_release, refusals


def test_this_version_breaks_no_promise_of_the_last_release(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    sha, version = last_release()
    extract(sha, tmp_path)

    assert version
    assert Version(tmp_path).asked.keys() <= Version(ROOT).asked.keys()
    # A release with a migration may change what it migrates; its version is the next release's.
    migrations = Version(ROOT).config.get("_migrations", [])
    newest = max((entry["version"].lstrip("v") for entry in migrations), default="none")
    assert refusals(sha, newest if newest > version else "none") == []


@pytest.fixture
def repository(tmp_path):
    """A repository whose last release is this working tree, with one fix after it."""
    copy_working_tree(tmp_path)
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## 0.1.0\n\nThe first release.\n")
    run("git", "init", "--quiet", cwd=tmp_path)
    commit(tmp_path, "release: v0.1.0")
    commit(tmp_path, "Log the reason of a refusal")
    return tmp_path


def release(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the next step of a release."""
    return subprocess.run(
        [sys.executable, "-m", "tools.release", *arguments],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )


def change(repository: Path, path: str, old: str, new: str) -> None:
    """Edit a file and commit the edit."""
    file = repository / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    commit(repository, "Change what services rely on")


def test_the_first_step_writes_the_changelog_and_the_second_one_commits(repository):
    commit(repository, "Answer in half the time")
    done = release(repository)
    changelog = (repository / "CHANGELOG.md").read_text()

    assert done.stderr == "CHANGELOG.md has a section 0.2.0 now: edit it, then run this again.\n"
    assert changelog == (
        "# Changelog\n\n## 0.2.0\n\n- Answer in half the time.\n- Log the reason of a refusal.\n\n"
        "## 0.1.0\n\nThe first release.\n"
    )

    (repository / "CHANGELOG.md").write_text(changelog.replace("half the time", "no time"))
    done = release(repository)

    assert done.returncode == 0, done.stderr
    assert "git tag --annotate v0.2.0" in done.stdout
    assert run("git", "log", "-1", "--format=%s", cwd=repository) == "release: v0.2.0\n"
    assert "no time" in run("git", "show", "HEAD:CHANGELOG.md", cwd=repository)
    assert 'version = "0.2.0"' in run("git", "show", "HEAD:pyproject.toml", cwd=repository)
    assert run("git", "status", "--porcelain", cwd=repository) == ""


def test_a_version_can_be_named_but_not_below_the_last_one(repository):
    assert "has a section 1.0.0 now" in release(repository, "1.0.0").stderr
    assert "above 0.1.0; it is 0.0.9" in release(repository, "0.0.9").stderr


def test_uncommitted_changes_are_refused(repository):
    (repository / "copier.yml").write_text("")

    assert "There are uncommitted changes" in release(repository).stderr


MOVED = "{{ layer.web }}/dev/env.py"
# File, old text, new text, and the error message of the release.
BREAKS = {
    "a question renamed": (
        "copier.yml",
        "\nrepository_url:\n",
        "\nurl:\n",
        "question repository_url is gone",
    ),
    "a choice renamed": (
        *("copier.yml", "MySQL: mysql", "MariaDB: mariadb"),
        "database does not offer mysql any more",
    ),
    "a capability removed": (
        *("copier.yml", "value: auth", "value: tokens"),
        "capabilities does not offer auth any more",
    ),
    "a validator tightened": (
        *("extensions/answers.py", "LONGEST_PACKAGE_NAME = 24", "LONGEST_PACKAGE_NAME = 20"),
        "package_name refuses 'nnnnnnnnnnnnnnnnnnnnnnnn' now",
    ),
    "a type changed": (
        *("copier.yml", "description:\n  type: str", "description:\n  type: yaml"),
        "description has another type",
    ),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_a_broken_promise_is_refused_without_a_migration(repository, kind):
    path, old, new, sentence = BREAKS[kind]
    change(repository, path, old, new)
    release(repository)
    done = release(repository)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Write a migration for 0.2.0" in done.stderr
    assert run("git", "log", "-1", "--format=%s", cwd=repository) != "release: v0.2.0\n"


def move_a_file(repository: Path) -> None:
    before = f"template/{MOVED}"
    run("git", "mv", before, before.replace("env", "first"), cwd=repository)
    commit(repository, "Move a file")


def test_a_moved_file_is_refused_without_a_migration(repository):
    move_a_file(repository)
    release(repository)

    assert "The managed file dev/env.py is moved or gone." in release(repository).stderr


def test_a_migration_lets_the_release_pass(repository):
    move_a_file(repository)
    migration = "  - version: v0.2.0\n    command: git mv dev/env.py dev/first.py\n"
    change(repository, "copier.yml", "_migrations:\n", f"_migrations:\n{migration}")
    release(repository)
    done = release(repository)

    assert done.returncode == 0, done.stderr


def test_a_started_file_may_go(repository):
    (repository / "template/{{ layer.base }}/CHANGELOG.md").unlink()
    commit(repository, "Start services without a changelog")
    release(repository)
    done = release(repository)

    assert done.returncode == 0, done.stderr
