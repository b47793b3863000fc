"""Updates a fleet of services, and tells what came of it: `python -m tests.bench.fleet [SIZE]`.

The services have random answers, edits and releases, the same in each run.
"""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.machine import keep_from_users_settings, say
from tests.helpers import edits
from tests.helpers.questions import answers_of, asked, columns, refusals
from tests.helpers.rendering import TAG, render
from tests.helpers.versions import RELEASES, conflicts, frameworks, make_history, start, update


SIZE = 60
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the fleet, and what its team has done to it since a release."""

    release: str
    answers: dict[str, Any]
    made: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How long an update took, which files are in conflict, and what else went wrong.

    Without an update the seconds are 0.
    """

    service: Service
    seconds: float
    conflicts: list[str]
    failure: str = ""


def main(size: int = SIZE) -> None:
    """Update the fleet, and print what went wrong and how long it took."""
    with TemporaryDirectory(prefix="chassis-fleet-", ignore_cleanup_errors=True) as name:
        keep_from_users_settings(Path(name))
        outcomes = list(updated_fleet(size, Path(name)))
    for each in outcomes:
        if each.conflicts or each.failure:
            say(f"{each.service}: {each.conflicts} {each.failure}")
    seconds = [each.seconds for each in outcomes if each.seconds]
    say(f"{size} services, seed {SEED}, updated from {', '.join(RELEASES)}, two at a time:")
    say(f"conflicts {sum(bool(each.conflicts) for each in outcomes)}")
    say(f"failures {sum(bool(each.failure) for each in outcomes)}")
    if seconds:
        say(f"an update took {median(seconds):.1f} s in the middle, {max(seconds):.1f} s at most")


def updated_fleet(size: int, folder: Path) -> Iterator[Outcome]:
    """Draw services, and update two at a time to the working tree."""
    history = make_history(folder / "history")
    services = fleet(size)
    folders = [folder / f"service-{number}" for number in range(size)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield from pool.map(live_through, repeat(history), services, folders)


def fleet(size: int) -> list[Service]:
    """Draw the services."""
    random = Random(SEED)  # noqa: S311 - nothing here is secret
    return [drawn(random) for _ in range(size)]


def drawn(random: Random) -> Service:
    """Draw a release, answers that it takes, and some of the edits that can be made to them."""
    release = random.choice([*RELEASES])
    # To add a dependency, uv needs the service's Python, which no machine has all of.
    table = columns() | {
        "framework": [random.choice(frameworks(release))],
        "python_version": ["3.12", "3.13"],
    }
    while True:
        row = {name: random.choice(values) for name, values in table.items()}
        answers = answers_of(row) | {"package_name": "app"}
        if not refusals(answers):
            break
    possible = edits.possible(answers)
    made = [edit for edit in possible if random.random() < random.random()]
    return Service(release, asked(answers), made)


def live_through(history: Path, service: Service, folder: Path) -> Outcome:
    """Render a service, make its edits, and update it."""
    try:
        project = start(render(history, service.answers, folder, ref=service.release))
        edits.make(project, service.answers, service.made)
        began = time.perf_counter()
        update(project, TAG)
        seconds = time.perf_counter() - began
    except Exception as error:
        # Whatever it is, the others go on.
        return Outcome(service, 0.0, [], repr(error))
    if found := conflicts(project):
        return Outcome(service, seconds, found)
    lost = edits.lost(project, service.answers, service.made)
    return Outcome(service, seconds, [], f"lost {lost}" if lost else "")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
