"""What a test run has cost: how often it rendered, ran gates and updated, and seconds by part."""

from collections import Counter
from collections.abc import Iterable, Iterator


# Of this process. Each worker hands its own to the process that prints them.
COUNTS: Counter[str] = Counter()


def lines(durations: Iterable[tuple[str, float]], counts: Counter[str]) -> Iterator[str]:
    """Sum up a run.

    Args:
        durations: Each test's file below the repository's root, and its seconds.
        counts: What was done how often.
    """
    seconds: Counter[str] = Counter()
    for path, duration in durations:
        seconds[path.split("/")[1]] += round(duration)
    yield "seconds: " + ", ".join(f"{part} {spent}" for part, spent in seconds.most_common())
    yield ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
