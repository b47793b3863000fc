"""Edits of teams neither conflict with an update nor get lost in it."""

import shutil
from pathlib import Path

import pytest

from tests.helpers import edits
from tests.helpers.layout import ANSWERS_FILE, made_where_missing, managed
from tests.helpers.rendering import NEXT_TAG, TAG, attempt, commit, files, run
from tests.helpers.versions import (
    FARTHEST,
    MERGING,
    NEAREST,
    NEW_DEPENDENCY,
    UPGRADES,
    as_parameters,
    conflicts,
)


# One of each framework: after its update, a service is the same from whichever release it comes.
IN_USE = [*FARTHEST.values()]
ALONE = [
    pytest.param(upgrade, edit, marks=pytest.mark.full, id=f"{upgrade}: {edit}")
    for upgrade in NEAREST
    for edit in edits.possible(upgrade.answers)
]
# Files that an update does not merge: the lock file, a file that the team moved, and the answers.
UNMERGED = {"uv.lock", "tests/unit/test_log_lines.py", ANSWERS_FILE}


@pytest.fixture
def together(upgrades, upgrade):
    """A service with every edit, after its update."""
    return upgrades.after(upgrade, edits.possible(upgrade.answers))


@pytest.mark.parametrize(("upgrade", "edit"), ALONE)
def test_an_edit_alone_meets_no_conflict_and_survives(upgrades, upgrade, edit, tmp_path):
    # Copier merges file by file, so this test merges the files without running an update.
    old, new, project = upgrades.before(upgrade), upgrades.fresh(upgrade), tmp_path / "project"
    shutil.copytree(old, project, ignore=shutil.ignore_patterns(".git"))
    edits.make(project, upgrade.answers, [edit])
    for path in edits.touched([edit], upgrade.answers) & managed(new):
        if (project / path).exists() and (old / path).exists():
            sides = [(folder / path).read_bytes() for folder in (old, project, new)]
            merge = ("git", "merge-file", project / path, old / path, new / path)
            if attempt(*merge, cwd=tmp_path).returncode:
                merged = MERGING.merged(*sides)
                assert merged is not None, path
                (project / path).write_bytes(merged)
    assert edits.lost(project, upgrade.answers, [edit]) == []


@pytest.mark.parametrize("upgrade", as_parameters(UPGRADES))
def test_edits_together_meet_no_conflict_and_survive(together, upgrade):
    assert conflicts(together) == []
    assert edits.lost(together, upgrade.answers, edits.possible(upgrade.answers)) == []


@pytest.mark.parametrize("upgrade", as_parameters(UPGRADES))
def test_managed_files_become_those_of_a_fresh_copy_with_the_same_edits(
    together, upgrades, upgrade, tmp_path
):
    fresh = Path(shutil.copytree(upgrades.fresh(upgrade), tmp_path / "fresh"))
    edits.make(fresh, upgrade.answers, edits.possible(upgrade.answers))
    assert managed(together) == managed(fresh)
    now, wanted = files(together), files(fresh)
    assert [path for path in managed(fresh) - UNMERGED if now[path] != wanted[path]] == []
    assert (NEW_DEPENDENCY in now["pyproject.toml"].decode()) == (upgrade.new == NEXT_TAG)


@pytest.mark.parametrize("upgrade", as_parameters(UPGRADES))
def test_an_update_touches_nothing_that_is_not_the_templates(together, upgrades, upgrade):
    changed = run("git", "diff", "--name-only", "HEAD", cwd=together).splitlines()
    new = run("git", "ls-files", "--others", "--exclude-standard", cwd=together).splitlines()
    both = managed(upgrades.before(upgrade)) | managed(upgrades.fresh(upgrade))
    assert {*changed, *new} - made_where_missing(new) <= both | {ANSWERS_FILE}


@pytest.mark.full
@pytest.mark.parametrize("upgrade", IN_USE, ids=str)
def test_an_edited_service_is_green_after_its_update(upgrades, upgrade):
    changed_by_install, output = upgrades.in_use(upgrade)
    assert changed_by_install in {"", " M uv.lock\n"}
    assert "Total coverage" in output


@pytest.mark.parametrize("upgrade", as_parameters([*UPGRADES[:1], UPGRADES[-1]]))
def test_a_checkout_with_carriage_returns_meets_no_conflict(
    upgrades, upgrade, tmp_path, monkeypatch
):
    project, settings = tmp_path / "project", tmp_path / "gitconfig"
    settings.write_text("[core]\nautocrlf = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    run("git", "clone", "--quiet", upgrades.before(upgrade), project, cwd=tmp_path)
    added = {"Makefile": b"# Ours\r\n", "dev/env.py": b"# Ours\r\n", ".gitignore": b"/stock/\r\n"}
    for path, line in added.items():
        with (project / path).open("ab") as file:
            file.write(line)
    commit(project, "Edits")
    options = ("--trust", "--defaults", "--quiet", "--vcs-ref", upgrade.new)
    run("copier", "update", *options, cwd=project)
    assert conflicts(project) == []
    for path, line in added.items():
        assert line.rstrip() in (project / path).read_bytes()
    if upgrade.old == TAG:
        assert [path for path, content in files(project).items() if b"\r" in content] == []
