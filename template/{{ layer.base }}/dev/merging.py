"""Merges changes of neighbouring lines, which git leaves as a conflict although none overlap."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise


# The lines from a start up to a stop, and what takes their place.
Change = tuple[int, int, tuple[bytes, ...]]


def merged(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Return a text with both sides' changes, or None where both change the same place."""
    lines = base.splitlines(keepends=True)
    found = sorted({*changes(lines, ours), *changes(lines, theirs)})
    for (start, stop, _), (next_start, next_stop, _) in pairwise(found):
        if stop > next_start or start == next_stop:
            return None
    for start, stop, new in reversed(found):
        lines[start:stop] = new
    return b"".join(lines)


def changes(base: list[bytes], text: bytes) -> Iterator[Change]:
    """Find the lines that differ in a text."""
    lines = text.splitlines(keepends=True)
    matcher = SequenceMatcher(None, base, lines, autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield start, stop, tuple(lines[first:last])
