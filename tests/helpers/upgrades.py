"""Updates in two processes, each of a service that is rendered once for all that look at it."""

import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

from tests.helpers import edits
from tests.helpers.projects import make
from tests.helpers.rendering import commit, render, run
from tests.helpers.versions import UPGRADES, Upgrade, start, update


class Upgrades:
    """Services that teams worked on, before and after an update."""

    def __init__(self, history: Path, folder: Path) -> None:
        self._folder = folder
        # As a fork would share the locks of this process' threads.
        self._pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
        answers = {
            (upgrade.framework, ref): upgrade.answers
            for upgrade in UPGRADES
            for ref in (upgrade.old, upgrade.new)
        }
        self._renderings = {
            (framework, ref): self._pool.submit(
                render_and_start, history, self._new_folder(), given, ref
            )
            for (framework, ref), given in answers.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def before(self, upgrade: Upgrade) -> Path:
        """Return the service as it is rendered at the old version."""
        return self._renderings[upgrade.framework, upgrade.old].result()

    def fresh(self, upgrade: Upgrade) -> Path:
        """Return the service as it is rendered at the new version."""
        return self._renderings[upgrade.framework, upgrade.new].result()

    def after(
        self, upgrade: Upgrade, made: Iterable[str] = (), *, deleted: Iterable[str] = ()
    ) -> Future[Path]:
        """Make edits to a copy of the old service, delete files of it, and update it."""
        project = self._new_folder()
        before = self.before(upgrade)
        return self._pool.submit(work_and_update, before, project, upgrade, [*made], [*deleted])

    def in_use(self, upgrade: Upgrade) -> Future[tuple[str, str]]:
        """Live through the update of a service with every edit.

        Returns:
            What `make install` changes after the update, and what the gates then print.
        """
        project = self._new_folder()
        return self._pool.submit(live_through, self.before(upgrade), project, upgrade)

    def _new_folder(self) -> Path:
        return Path(mkdtemp(dir=self._folder)) / "project"


def render_and_start(
    history: Path, destination: Path, answers: Mapping[str, Any], ref: str
) -> Path:
    """Render a service and put it under git."""
    return start(render(history, answers, destination, ref=ref))


def work_and_update(
    before: Path, project: Path, upgrade: Upgrade, made: Iterable[str], deleted: Iterable[str]
) -> Path:
    """Copy a service, make edits to it and delete files of it, and update it."""
    shutil.copytree(before, project)
    edits.make(project, upgrade.answers, made)
    for path in deleted:
        (project / path).unlink(missing_ok=True)
    update(project, upgrade.new)
    return project


def live_through(before: Path, project: Path, upgrade: Upgrade) -> tuple[str, str]:
    """Do to a service what a team does until its update is merged."""
    shutil.copytree(before, project)
    edits.make(project, upgrade.answers, edits.possible(upgrade.answers))
    make("install", cwd=project)
    if upgrade.framework == "cli":
        make("manual", cwd=project)
    update(project, upgrade.new)
    commit(project, "Update")
    make("install", cwd=project)
    return run("git", "status", "--porcelain", cwd=project), make("check", cwd=project)
