"""Costs of a test run: numbers of renderings, gate runs and updates, and seconds by part."""

from collections import Counter
from collections.abc import Iterable, Iterator


# Of this process. Each worker sends its counts to the process that prints them.
COUNTS: Counter[str] = Counter()


def lines(durations: Iterable[tuple[str, float]], counts: Counter[str]) -> Iterator[str]:
    """Summarise a run.

    Args:
        durations: Each test's path below the repository's root, and its seconds.
        counts: The number of renderings, gate runs and updates.
    """
    seconds: Counter[str] = Counter()
    for path, duration in durations:
        seconds[path.split("/")[1]] += round(duration)
    yield "seconds: " + ", ".join(f"{part} {spent}" for part, spent in seconds.most_common())
    yield ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
