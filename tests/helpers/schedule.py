"""Distributes tests to workers: tests that share an expensive resource run on the same worker."""

import re

from xdist.scheduler import LoadScopeScheduling


# Resources that tests share, matched in the tests' ids: a server, a service or an update.
SHARED = (
    r"tests/(contract)/.*[\[-]((?:fastapi|flask|django)-(?:postgresql|mysql))",
    r"tests/(updates)/.*\[(\w+ from v[\d.]+ to v[\d.]+)",
    r"tests/(gates)/test_gates\.py::.*own_gates\[(.+)\]",
    r"tests/(delivery)/test_image\.py::.*\[(\w+ on \w+)",
    # Long files whose tests share little.
    r"(tests/updates/test_(?:bad_states|git_settings|make_update|proposals)\.py::\w+)",
    r"(tests/updates/test_switches\.py::.+)",
)
# Tests outside tests/rendering that read the same renderings.
READING = (
    "tests/delivery/test_linters.py",
    "tests/docs/test_guide.py",
    "tests/gates/test_surroundings.py",
    "tests/updates/test_conflicts.py::test_what_teams_add_to",
)
# The longest first, so that the workers end at about the same time.
ORDER = ("contract", "updates", "gates", "rendering")


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Distributes groups of tests instead of modules."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """Return the name of the resource that a test shares with others, or else the test's file."""
    path = nodeid.partition("::")[0]
    if nodeid.startswith(("tests/rendering/", *READING)):
        return "rendering"
    found = next(filter(None, (re.match(pattern, nodeid) for pattern in SHARED)), None)
    return " ".join(found.groups()) if found else path


def rank(nodeid: str) -> int:
    """Return the position of a test's group in the order of the groups."""
    part = group_of(nodeid).partition(" ")[0]
    return ORDER.index(part) if part in ORDER else len(ORDER)
