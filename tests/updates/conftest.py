"""A small project, and template versions that it is updated to."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.rendering import NEXT_TAG, commit, release_working_tree, render, tag
from tests.helpers.versions import start


Changes = dict[str, tuple[str, str]]

ANSWERS = {
    "database": "none",
    "example": False,
    "ci": "gitlab",
    "repository_url": "http://example.com",
}


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Changes], Path]:
    """Create a template with the working tree as one release, and these changes as the next."""
    made: dict[str, Path] = {}

    def make(changes: Changes) -> Path:
        if str(changes) in made:
            return made[str(changes)]
        repository = tmp_path_factory.mktemp("versions")
        release_working_tree(repository)
        for path, (old, new) in changes.items():
            change(repository / path, old, new)
        commit(repository, "The next version")
        tag(repository, NEXT_TAG)
        made[str(changes)] = repository
        return repository

    return make


@pytest.fixture(scope="session")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without edits."""
    return start(render(template, ANSWERS, tmp_path_factory.mktemp("made") / "project"))


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of the project without edits, for a single test."""
    return Path(shutil.copytree(made, tmp_path / "project"))


def change(path: Path, old: str, new: str) -> None:
    """Replace a text in a file. Without an old text write the file; without both delete it."""
    if not old:
        path.write_text(new) if new else path.unlink()
        return
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
