"""The oldest supported and the newest Copier, on the oldest and the newest Python."""

from subprocess import CompletedProcess

import pytest

from tests.helpers.layout import ANSWERS_FILE, started
from tests.helpers.questions import CONFIG
from tests.helpers.rendering import NEXT_TAG, TAG, attempt, commit, files, run
from tests.helpers.versions import MARK, conflicts


pytestmark = pytest.mark.full

OLDEST = f"copier=={CONFIG['_min_copier_version']}"
# 9.18.2 does not support `ask`. 9.19.0 does, but cannot check out a version with git 2.39.
BEFORE_IT = "copier==9.18.2"
NEWEST = "copier"


def uvx(python: str, package: str, *arguments: str, cwd) -> CompletedProcess[str]:
    """Run a version of Copier on a version of Python."""
    extensions = ("--with", "copier-template-extensions")
    return attempt("uvx", "--python", python, "--from", package, *extensions, *arguments, cwd=cwd)


@pytest.mark.parametrize("python", ["3.10", "3.13"])
@pytest.mark.parametrize("package", [OLDEST, NEWEST])
def test_a_service_is_copied_and_updated(history, tmp_path, python, package):
    options = ("--trust", "--defaults", "--vcs-ref")
    source = (TAG, str(history), "order-desk")
    copied = uvx(python, package, "copier", "copy", *options, *source, cwd=tmp_path)
    assert copied.returncode == 0, copied.stderr
    project = tmp_path / "order-desk"
    run("git", "init", "--quiet", cwd=project)
    service = project / "src/app/services/item_service.py"
    service.write_text(f"{service.read_text()}\n\nTEAM = 'Ada'\n")
    (project / "README.md").unlink()
    commit(project, "Start")
    before = {path: files(project)[path] for path in started(project) if path != "README.md"}
    assert "src/app/services/item_service.py" in before

    updated = uvx(python, package, "copier", "update", *options, NEXT_TAG, cwd=project)

    assert updated.returncode == 0, updated.stderr
    after = files(project)
    assert conflicts(project) == []
    assert {path: after[path] for path in before} == before
    assert "README.md" not in after
    assert MARK in after["Makefile"].decode()
    assert f"_commit: {NEXT_TAG}\n" in after[ANSWERS_FILE].decode()
    assert "project_slug: order-desk\n" in after[ANSWERS_FILE].decode()
    commit(project, "Update")

    refused = uvx(
        *(python, package, "copier", "update", *options, NEXT_TAG, "--data", "example=false"),
        cwd=project,
    )
    assert refused.returncode != 0
    assert "cannot change after the first copy" in refused.stderr
    assert run("git", "status", "--porcelain", cwd=project) == ""


def test_a_copier_before_the_oldest_is_refused(template, tmp_path):
    done = uvx(
        *("3.13", BEFORE_IT, "copier", "copy", "--trust", "--defaults"),
        *(str(template), "service"),
        cwd=tmp_path,
    )
    assert done.returncode != 0
    assert f"requires Copier version >= {CONFIG['_min_copier_version']}" in done.stderr
    assert not (tmp_path / "service").exists()
