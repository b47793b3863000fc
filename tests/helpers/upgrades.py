"""Updates of services, each run once and shared by all tests that check it."""

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.helpers import bytecode, edits
from tests.helpers.projects import IN_ONE_PROCESS, Projects, make
from tests.helpers.prompts import recorded
from tests.helpers.rendering import commit, render, run
from tests.helpers.versions import Upgrade, merge_neighbours, start, update


class Upgrades:
    """Services with edits of a team, before and after an update."""

    def __init__(self, history: Path, folder: Path, projects: Projects) -> None:
        self._history = history
        self._folder = folder
        self._projects = projects
        self._rendered = cache(self._render)
        self._updated = cache(self._update)

    def before(self, upgrade: Upgrade) -> Path:
        """Return the service rendered at the old version."""
        return self._rendered(upgrade.framework, upgrade.old)

    def fresh(self, upgrade: Upgrade) -> Path:
        """Return the service rendered at the new version, with the capabilities of the old one."""
        ticked = recorded(self.before(upgrade)).get("capabilities", ())
        return self._rendered(upgrade.framework, upgrade.new, tuple(ticked))

    def after(
        self, upgrade: Upgrade, made: Iterable[str] = (), *, deleted: Iterable[str] = ()
    ) -> Path:
        """Edit a copy of the old service, delete files from it, and update it."""
        return self._updated(upgrade, tuple(made), tuple(deleted))

    def in_use(self, upgrade: Upgrade) -> tuple[str, str]:
        """Update a service that has every edit, then install it and run its gates.

        Returns:
            What `make install` changes after the update, and the output of the gates.
        """
        project, made = self._new_folder(), edits.possible(upgrade.answers)
        if upgrade.framework == "cli":
            # Its manual contains the commands of its team, and the update merges it.
            shutil.copytree(self.before(upgrade), project)
            edits.make(project, upgrade.answers, made)
            make("install", "manual", cwd=project)
            update(project, upgrade.new)
            merge_neighbours(project)
            make("manual", cwd=project)
        else:
            shutil.copytree(self.after(upgrade, made), project)
        commit(project, "Update")
        make("install", cwd=project)
        bytecode.take(project, self._projects.bytecode)
        changed = run("git", "status", "--porcelain", cwd=project)
        told = make("check", IN_ONE_PROCESS, cwd=project)
        bytecode.keep(project, self._projects.bytecode)
        return changed, told

    def _render(self, framework: str, ref: str, capabilities: tuple[str, ...] = ()) -> Path:
        answers = dict(Upgrade(framework, ref, ref).answers)
        if capabilities:
            # The preset of the version may tick others.
            answers["capabilities"] = [*capabilities]
        return start(render(self._history, answers, self._new_folder(), ref=ref))

    def _update(self, upgrade: Upgrade, made: tuple[str, ...], deleted: tuple[str, ...]) -> Path:
        project = self._new_folder()
        shutil.copytree(self.before(upgrade), project)
        edits.make(project, upgrade.answers, made)
        for path in deleted:
            (project / path).unlink(missing_ok=True)
        update(project, upgrade.new)
        merge_neighbours(project)
        return project

    def _new_folder(self) -> Path:
        return Path(mkdtemp(dir=self._folder)) / "project"
