"""What teams do to their services meets no conflict in an update, and is there afterwards."""

import shutil
from pathlib import Path

import pytest

from tests.helpers import edits
from tests.helpers.layout import ANSWERS_FILE, managed
from tests.helpers.questions import offered
from tests.helpers.rendering import NEXT_TAG, TAG, files, run
from tests.helpers.versions import NEW_DEPENDENCY, UPGRADES, conflicts


FROM_RELEASES = {
    framework: [each for each in UPGRADES if each.framework == framework and each.new == TAG]
    for framework in offered("framework")
}
# From the newest release, and from the oldest that has the framework.
IN_USE = [
    each
    for upgrades in FROM_RELEASES.values()
    for each in dict.fromkeys((upgrades[0], upgrades[-1]))
]
ALONE = [(each, edit) for each in UPGRADES for edit in edits.possible(each.answers)]
# What an update leaves as it is: a lock file is uv's, and a file that a team moved is its own.
UNMERGED = {"uv.lock", "tests/unit/test_log_lines.py", ANSWERS_FILE}


@pytest.fixture(scope="module")
def alone(upgrades):
    """Each upgrade of a service with one edit."""
    return {
        (upgrade, edit): done
        for upgrade in UPGRADES
        for strangers in edits.rounds(upgrade.answers)
        for done in [upgrades.after(upgrade, strangers)]
        for edit in strangers
    }


@pytest.fixture(scope="module")
def together(upgrades):
    """Each upgrade of a service with every edit."""
    return {each: upgrades.after(each, edits.possible(each.answers)) for each in UPGRADES}


@pytest.fixture(scope="module")
def in_use(upgrades):
    """What comes of it where the service is also installed, and its gates are run."""
    return {upgrade: upgrades.in_use(upgrade) for upgrade in IN_USE}


@pytest.mark.parametrize(("upgrade", "edit"), ALONE, ids=str)
def test_an_edit_meets_no_conflict_and_survives(alone, upgrade, edit):
    project = alone[upgrade, edit].result()
    steps = edits.steps(edit, upgrade.answers)
    paths = {path for step in steps for path in step.paths}
    assert not [found for found in conflicts(project) if any(path in found for path in paths)]
    assert all(step.is_intact(project) for step in steps)


@pytest.mark.parametrize("upgrade", UPGRADES, ids=str)
def test_edits_together_meet_no_conflict_and_survive(together, upgrade):
    project = together[upgrade].result()
    assert conflicts(project) == []
    assert edits.lost(project, upgrade.answers, edits.possible(upgrade.answers)) == []


@pytest.mark.parametrize("upgrade", UPGRADES, ids=str)
def test_managed_files_become_those_of_a_fresh_copy_with_the_same_edits(
    together, upgrades, upgrade, tmp_path
):
    project = together[upgrade].result()
    fresh = Path(shutil.copytree(upgrades.fresh(upgrade), tmp_path / "fresh"))
    edits.make(fresh, upgrade.answers, edits.possible(upgrade.answers))
    assert managed(project) == managed(fresh)
    now, wanted = files(project), files(fresh)
    assert [path for path in managed(fresh) - UNMERGED if now[path] != wanted[path]] == []
    assert (NEW_DEPENDENCY in now["pyproject.toml"].decode()) == (upgrade.new == NEXT_TAG)


@pytest.mark.parametrize("upgrade", UPGRADES, ids=str)
def test_an_update_touches_nothing_that_is_not_the_templates(together, upgrades, upgrade):
    project = together[upgrade].result()
    changed = run("git", "diff", "--name-only", "HEAD", cwd=project).splitlines()
    new = run("git", "ls-files", "--others", "--exclude-standard", cwd=project).splitlines()
    assert {*changed, *new} <= managed(upgrades.fresh(upgrade)) | {ANSWERS_FILE}


@pytest.mark.parametrize("upgrade", IN_USE, ids=str)
def test_an_edited_service_is_green_after_its_update(in_use, upgrade):
    changed_by_install, output = in_use[upgrade].result()
    assert changed_by_install in {"", " M uv.lock\n"}
    assert "Total coverage" in output
