"""A migration runs in services whose update passes its version, and in no others."""

from pathlib import Path

import pytest

from tests.helpers.layout import managed
from tests.helpers.rendering import NEXT_TAG, commit, run, tag
from tests.helpers.versions import conflicts, start, update


pytestmark = pytest.mark.full

MOVING_TAG, LATER_TAG = "v999.2.0", "v999.3.0"
WEB = "template/{{ layer.web }}"
OLD, NEW, LOG = "dev/env.py", "dev/variables.py", "migrations.log"
EDIT = "\n\nTEAM = 'Ada'\n"
# The first entry is the example of docs/releasing.md.
ENTRIES = f"""\
_migrations:
  - version: {MOVING_TAG}
    command: >-
      {{{{ _copier_python }}}} {{{{ _copier_conf.src_path / 'tools/move.py' }}}}
      {{{{ _version_from }}}} {OLD} {NEW}
  - version: {MOVING_TAG}
    command: echo {MOVING_TAG} >> {LOG}
"""


@pytest.fixture(scope="module")
def moved(history, tmp_path_factory):
    """A template with a version that moves a managed file, and a version after it."""
    repository = tmp_path_factory.mktemp("moved") / "template"
    run("git", "clone", "--quiet", history, repository, cwd=repository.parent)
    config = repository / "copier.yml"
    config.write_text(config.read_text().replace("_migrations:\n", ENTRIES, 1))
    run("git", "mv", f"{WEB}/{OLD}", f"{WEB}/{NEW}", cwd=repository)
    commit(repository, "Move a file")
    tag(repository, MOVING_TAG)
    commit(repository, "Change nothing")
    tag(repository, LATER_TAG)
    return repository


@pytest.fixture
def service(moved, render):
    """A service rendered from the working tree."""
    return start(render({}, moved))


def times_run(project: Path) -> int:
    log = project / LOG
    return len(log.read_text().splitlines()) if log.exists() else 0


def test_an_edit_moves_along_with_its_file_and_the_migration_runs_once(moved, service, render):
    (service / OLD).write_text((service / OLD).read_text() + EDIT)

    # The update goes to a version after the migration's.
    update(service, LATER_TAG)

    fresh = render({}, moved, LATER_TAG)
    assert conflicts(service) == []
    assert not (service / OLD).exists()
    assert (service / NEW).read_text() == (fresh / NEW).read_text() + EDIT
    assert times_run(service) == 1


def test_without_edits_the_file_is_that_of_a_fresh_copy(moved, service, render):
    update(service, MOVING_TAG)

    fresh = render({}, moved, MOVING_TAG)
    assert conflicts(service) == []
    assert managed(service) - {LOG} == managed(fresh)
    assert (service / NEW).read_bytes() == (fresh / NEW).read_bytes()


def test_a_deleted_file_does_not_come_back_at_its_new_path(service):
    (service / OLD).unlink()

    update(service, MOVING_TAG)

    assert not (service / OLD).exists()
    assert not (service / NEW).exists()


def test_a_migration_does_not_run_before_its_version_or_after_it(service):
    update(service, NEXT_TAG)
    assert times_run(service) == 0

    update(service, MOVING_TAG)
    update(service, LATER_TAG)
    assert times_run(service) == 1
