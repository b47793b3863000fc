"""An update names a removed managed file if the team had changed it."""

import subprocess

import pytest

from tests.helpers.rendering import TAG, commit
from tests.helpers.versions import start


pytestmark = pytest.mark.full

OLD, FILE = "v0.4.0", "gunicorn.conf.py"


@pytest.fixture
def service(history, render):
    """A service with a file that later versions remove."""
    return start(render({"framework": "flask"}, history, OLD))


def updated(service) -> str:
    """Update a service and return what the update prints on stderr."""
    commit(service, "Edits")
    options = ["--trust", "--defaults", "--quiet", "--vcs-ref", TAG]
    command = ["copier", "update", *options]
    done = subprocess.run(command, cwd=service, capture_output=True, text=True, check=True)
    return done.stderr


def test_a_team_is_told_of_a_changed_file_that_is_gone(service):
    (service / FILE).write_text((service / FILE).read_text() + "timeout = 60\n")

    told = updated(service)

    assert not (service / FILE).exists()
    assert f"{FILE} is gone, and you had changed it" in told
    assert told.count("is gone") == 1


def test_a_team_is_told_nothing_of_a_file_that_it_never_changed(service):
    told = updated(service)

    assert not (service / FILE).exists()
    assert "is gone" not in told
