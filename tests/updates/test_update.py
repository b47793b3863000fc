"""An update applies the template's changes, and leaves the service's own files unchanged."""

import pytest

from extensions.answers import name_of
from tests.helpers.layout import ANSWERS_FILE, SOURCES, made_where_missing, managed, started
from tests.helpers.prompts import recorded
from tests.helpers.questions import offered
from tests.helpers.rendering import NEXT_TAG, ROOT, TAG, attempt, files, render, run
from tests.helpers.versions import EDGES, MARK, NEAREST, UPGRADES, as_parameters, conflicts, start


FRAMEWORKS = offered("framework")
DOMAIN = {source.target_in({}) for source in SOURCES if {"example", "accounts"} & {*source.layers}}


@pytest.fixture
def unedited(upgrades, upgrade):
    """A service without edits, after its update."""
    return upgrades.after(upgrade)


def test_this_clone_has_the_whole_history():
    assert run("git", "rev-parse", "--is-shallow-repository", cwd=ROOT) == "false\n"


def test_every_framework_is_updated_from_a_release_and_to_the_next_version():
    for framework in FRAMEWORKS:
        crossed = [upgrade.new for upgrade in UPGRADES if upgrade.framework == framework]
        assert set(crossed) == {TAG, NEXT_TAG}


@pytest.mark.parametrize("upgrade", as_parameters(EDGES))
def test_without_edits_managed_files_become_those_of_a_fresh_copy(unedited, upgrades, upgrade):
    project, copy = unedited, upgrades.fresh(upgrade)
    updated, fresh = files(project), files(copy)
    assert managed(project) == managed(copy)
    assert {path for path in managed(copy) if updated[path] != fresh[path]} == set()
    assert updated[ANSWERS_FILE] == fresh[ANSWERS_FILE]


@pytest.mark.parametrize("upgrade", as_parameters(EDGES))
def test_every_answer_stays_in_a_folder_of_another_name(unedited, upgrades, upgrade):
    before, after = recorded(upgrades.before(upgrade)), recorded(unedited)
    assert name_of(unedited.name) != before["project_name"]
    assert after.items() >= before.items()


@pytest.mark.parametrize("upgrade", as_parameters(EDGES))
def test_started_files_stay_as_they_were(unedited, upgrades, upgrade):
    old, new = upgrades.before(upgrade), unedited
    before, updated = files(old), files(new)
    assert started(old)
    assert {path: updated[path] for path in started(old)} == {
        path: before[path] for path in started(old)
    }
    # An update adds started files that managed files import, if they are missing.
    added = started(new) - started(old)
    assert added == made_where_missing(added)


@pytest.mark.full
@pytest.mark.parametrize("upgrade", [each for each in UPGRADES if each.new == NEXT_TAG], ids=str)
def test_the_next_version_touches_every_managed_file(upgrades, upgrade):
    fresh = upgrades.fresh(upgrade)
    content = files(fresh)
    assert not [path for path in managed(fresh) if MARK.encode() not in content[path]]


@pytest.mark.full
@pytest.mark.parametrize("upgrade", NEAREST, ids=str)
def test_a_deleted_example_domain_stays_deleted(upgrades, upgrade):
    emptied = upgrades.after(upgrade, deleted=sorted(DOMAIN))
    before, after = files(upgrades.before(upgrade)), files(emptied)
    assert conflicts(emptied) == []
    # An update brings back what managed files import.
    gone = DOMAIN & set(before) - made_where_missing(DOMAIN)
    assert gone
    assert not gone & set(after)


@pytest.mark.parametrize("change", ["example=false", "package_name=other"])
def test_what_is_fixed_at_the_first_copy_cannot_be_changed(template, tmp_path, change):
    project = start(render(template, {}, tmp_path / "project"))
    before = files(project)
    done = attempt(
        *("copier", "update", "--trust", "--defaults", "--vcs-ref", TAG, "--data", change),
        cwd=project,
    )
    assert done.returncode != 0
    assert "cannot change after the first copy" in done.stderr.splitlines()[-1]
    assert files(project) == before
    assert run("git", "status", "--porcelain", cwd=project) == ""
