"""A release of the working tree, and services rendered from it."""

import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytest_copie.plugin import Copie

from tests.helpers import caches, figures
from tests.helpers.covering import Rendering, render_covering
from tests.helpers.databases import stop_servers
from tests.helpers.projects import Projects
from tests.helpers.rendering import NAMED, TAG, Render, release_working_tree
from tests.helpers.schedule import Scheduling, rank
from tests.helpers.upgrades import Upgrades
from tests.helpers.versions import make_history


# No deadline, because the machine may be busy with other work.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of `nox -s gates -- --all`."""
    parser.addoption("--all", action="store_true", help="run the gates of every kind of service")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests so that the longest groups start first."""
    items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Run tests that share an expensive resource on the same worker."""
    return Scheduling(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send this worker's figures to the process that prints them."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["counts"] = dict(figures.COUNTS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Collect the figures of a worker that has ended."""
    figures.COUNTS.update(getattr(node, "workeroutput", {}).get("counts", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the run."""
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
    """Restore the default SIGINT handler, so that Ctrl-C also ends the programs of tests."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def no_server_left_behind() -> Iterator[None]:
    """Stop the database servers of this process after its last test."""
    yield
    stop_servers()


@pytest.fixture(scope="session", autouse=True)
def no_users_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Isolate git and Copier from the user's settings, and let services share caches."""
    empty = tmp_path_factory.mktemp("copier") / "settings.yml"
    empty.write_text("{}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPIER_SETTINGS_PATH", str(empty))
        # The types of the packages that services have in common: 9 of the 11 seconds of a run of
        # mypy.
        types = caches.take("mypy", tmp_path_factory.mktemp("mypy"))
        patch.setenv("MYPY_CACHE_DIR", str(types))
        # Hypothesis's Unicode tables: 4 seconds of a service's first run.
        patch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(tmp_path_factory.mktemp("hypothesis")))
        # The workers of this run already use all processors.
        patch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "0")
        # With the variable, each start of a service's programs would compile all modules that it
        # imports.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Ada")
            patch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
        yield
        caches.keep("mypy", types)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a release of the working tree."""
    repository = tmp_path_factory.mktemp("template")
    release_working_tree(repository)
    return repository


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with each release, the working tree and a next version."""
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
    """Services that cover each pair of answers."""
    return list(render_covering(template, tmp_path_factory.mktemp("renderings")))


@pytest.fixture(scope="session")
def web(renderings: list[Rendering]) -> list[Rendering]:
    """The web services among the renderings."""
    return [each for each in renderings if each.answers["framework"] != "cli"]


@pytest.fixture(scope="session")
def programs(renderings: list[Rendering]) -> list[Rendering]:
    """The command-line programs among the renderings."""
    return [each for each in renderings if each.answers["framework"] == "cli"]


@pytest.fixture(scope="session")
def service(render: Render) -> Path:
    """The service with every default."""
    return render({})


@pytest.fixture(scope="session")
def projects(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """Installed services, shared by all tests of all workers."""
    folder = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    return Projects(template, (folder.parent if is_worker else folder) / "projects")
