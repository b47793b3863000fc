"""A release of the working tree, and services rendered from it."""

import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytest_copie.plugin import Copie

from tests.helpers import figures
from tests.helpers.covering import Rendering, render_covering
from tests.helpers.databases import stop_servers
from tests.helpers.projects import Projects
from tests.helpers.rendering import NAMED, TAG, Render, release_working_tree
from tests.helpers.schedule import Scheduling, rank
from tests.helpers.upgrades import Upgrades
from tests.helpers.versions import make_history


# Others use this machine too.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `nox -s gates -- --all` says."""
    parser.addoption("--all", action="store_true", help="run the gates of every kind of service")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Keep tests on one worker that share what is dear to make."""
    return Scheduling(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand this worker's figures to the process that prints them."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["counts"] = dict(figures.COUNTS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the figures of a worker that has ended."""
    figures.COUNTS.update(getattr(node, "workeroutput", {}).get("counts", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print where the time went."""
    durations = [
        (each.nodeid, each.duration)
        for reports in terminalreporter.stats.values()
        for each in reports
        if hasattr(each, "duration")
    ]
    terminalreporter.section("figures")
    for line in figures.lines(durations, figures.COUNTS):
        terminalreporter.line(line)


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let Ctrl-C end the programs that tests start, also where it does not reach this process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def no_server_left_behind() -> Iterator[None]:
    """Stop the database servers of this process after its last test."""
    yield
    stop_servers()


@pytest.fixture(scope="session", autouse=True)
def no_users_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep git and Copier from what this machine's user has set, and let services share a cache."""
    empty = tmp_path_factory.mktemp("copier") / "settings.yml"
    empty.write_text("{}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPIER_SETTINGS_PATH", str(empty))
        # What mypy knows of the packages that services have in common; 9 of 11 seconds of its run.
        patch.setenv("MYPY_CACHE_DIR", str(tmp_path_factory.mktemp("mypy")))
        # What Hypothesis knows of Unicode; 4 seconds of a service's first run.
        patch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(tmp_path_factory.mktemp("hypothesis")))
        # Both processors are at work already.
        patch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "0")
        # Without it each start of a program of theirs compiles all that it imports.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
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
def upgrades(
    history: Path, tmp_path_factory: pytest.TempPathFactory, projects: Projects
) -> Upgrades:
    """Services before and after their updates, shared by all tests."""
    return Upgrades(history, tmp_path_factory.mktemp("upgrades"), projects)


@pytest.fixture(scope="session")
def render(template: Path, copie_session: Copie) -> Render:
    """Render a service with these answers, and each other question's default."""

    def render(answers: Mapping[str, Any], template: Path = template, ref: str = TAG) -> Path:
        figures.COUNTS["renderings"] += 1
        result = copie_session.copy({**NAMED, **answers}, template_dir=template, vcs_ref=ref)
        assert result.project_dir, result.exception
        return result.project_dir

    return render


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
def service(render: Render) -> Path:
    """The service that the defaults give."""
    return render({})


@pytest.fixture(scope="session")
def projects(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """Installed services, shared by all tests of all workers."""
    folder = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    return Projects(template, (folder.parent if is_worker else folder) / "projects")
