"""A release of the working tree, and services rendered from it."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.helpers.covering import Rendering, render_covering
from tests.helpers.projects import Projects
from tests.helpers.rendering import release_working_tree
from tests.helpers.rendering import render as render_from
from tests.helpers.upgrades import Upgrades
from tests.helpers.versions import make_history


# Others use this machine too.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

Render = Callable[[Mapping[str, Any], Path], Path]


@pytest.fixture(scope="session", autouse=True)
def no_users_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep git and Copier from what this machine's user has set."""
    empty = tmp_path_factory.mktemp("copier") / "settings.yml"
    empty.write_text("{}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPIER_SETTINGS_PATH", str(empty))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Ada")
            patch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds a release of the working tree."""
    repository = tmp_path_factory.mktemp("template")
    release_working_tree(repository)
    return repository


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds each release, the working tree, and a next version."""
    return make_history(tmp_path_factory.mktemp("history") / "template")


@pytest.fixture(scope="session")
def upgrades(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrades]:
    """Services before and after their updates, shared by all tests."""
    with Upgrades(history, tmp_path_factory.mktemp("upgrades")) as upgrades:
        yield upgrades


@pytest.fixture(scope="session")
def render(template: Path) -> Render:
    """Render a service with these answers, and each other question's default."""
    return partial(render_from, template)


@pytest.fixture(scope="session")
def renderings(template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Rendering]:
    """Services in which each two answers stand side by side once."""
    return list(render_covering(template, tmp_path_factory.mktemp("renderings")))


@pytest.fixture(scope="session")
def web(renderings: list[Rendering]) -> list[Rendering]:
    """Those of them that answer over HTTP."""
    return [each for each in renderings if each.answers["framework"] != "cli"]


@pytest.fixture(scope="session")
def programs(renderings: list[Rendering]) -> list[Rendering]:
    """Those of them that are run on a command line."""
    return [each for each in renderings if each.answers["framework"] == "cli"]


@pytest.fixture(scope="session")
def service(render: Render, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service that the defaults give."""
    return render({}, tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="session")
def projects(render: Render, tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """Installed services, shared by all tests."""
    return Projects(render, tmp_path_factory.mktemp("projects"))
