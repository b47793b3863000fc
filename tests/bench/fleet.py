"""Updates a fleet of services and reports the results: `python -m tests.bench.fleet [SIZE]`.

The services have random answers, edits and releases, which are the same in each run.
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
from tests.helpers.versions import (
    RELEASES,
    choices_at,
    conflicts,
    frameworks,
    make_history,
    merge_neighbours,
    start,
    update,
)


SIZE = 60
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the fleet: its release, its answers and its team's edits."""

    release: str
    answers: dict[str, Any]
    made: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an update: its duration, the files in conflict, and any other problem.

    If the update did not run, the seconds are 0.
    """

    service: Service
    seconds: float
    conflicts: list[str]
    failure: str = ""


def main(size: int = SIZE) -> None:
    """Update the fleet, and print problems and durations."""
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
    """Draw services, and update them to the working tree, two at a time."""
    history = make_history(folder / "history")
    services = fleet(size)
    folders = [folder / f"service-{number}" for number in range(size)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield from pool.map(live_through, repeat(history), services, folders)


def fleet(size: int) -> list[Service]:
    """Draw random services."""
    random = Random(SEED)  # noqa: S311 - nothing here is secret
    return [drawn(random) for _ in range(size)]


def drawn(random: Random) -> Service:
    """Draw a release, answers that it accepts, and some of the edits that apply to them."""
    release = random.choice([*RELEASES])
    known = choices_at(release, "capabilities")
    # `uv add` needs the service's Python, and most machines do not have every version.
    table = columns() | {
        "framework": [random.choice(frameworks(release))],
        "python_version": ["3.12", "3.13"],
    }
    while True:
        row = {name: random.choice(values) for name, values in table.items()}
        answers = answers_of(row) | {"package_name": "app"}
        answers["capabilities"] = [each for each in answers["capabilities"] if each in known]
        if not refusals(answers):
            break
    possible = edits.possible(answers)
    made = [edit for edit in possible if random.random() < random.random()]
    return Service(release, asked(answers), made)


def live_through(history: Path, service: Service, folder: Path) -> Outcome:
    """Render a service, apply its edits, and update it."""
    try:
        project = start(render(history, service.answers, folder, ref=service.release))
        edits.make(project, service.answers, service.made)
        began = time.perf_counter()
        update(project, TAG)
        merge_neighbours(project)
        seconds = time.perf_counter() - began
    except Exception as error:
        # Any error is recorded, and the other services are updated.
        return Outcome(service, 0.0, [], repr(error))
    if found := conflicts(project):
        return Outcome(service, seconds, found)
    lost = edits.lost(project, service.answers, service.made)
    return Outcome(service, seconds, [], f"lost {lost}" if lost else "")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
