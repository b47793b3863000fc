"""Resolution of git's conflicts in which no changes overlap.

These are changes to adjacent lines, and entries that both sides add to a list at the same position.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from dev.git import git


# The start and stop of the replaced lines, and the lines that replace them.
Change = tuple[int, int, tuple[bytes, ...]]
# A line that is a list entry: in TOML or Python, and in the files of IGNORE_LISTS.
ENTRY = re.compile(rb"\s+\S.*,\s*")
IGNORED = re.compile(rb"[^#\s].*\s*")
IGNORE_LISTS = (".gitignore", ".dockerignore")


def unmerged_entries(folder: Path, env: dict[str, str]) -> list[bytes]:
    """Return git's entries for the files in conflict: each side's mode, blob, stage and path."""
    return git("ls-files", "--unmerged", "-z", cwd=folder, env=env).split(b"\0")[:-1]


def merge_neighbours(folder: Path, env: dict[str, str]) -> list[str]:
    """Resolve the conflicts in which no changes overlap, and return the names of the files."""
    sides: dict[str, list[bytes]] = {}
    for entry in unmerged_entries(folder, env):
        state, _, name = entry.partition(b"\t")
        blob = git("cat-file", "blob", state.split()[1].decode(), cwd=folder, env=env)
        sides.setdefault(name.decode(), []).append(blob)
    resolved = []
    for path, found in sides.items():
        match found:
            # A file that one side has added or deleted has no common text.
            case [base, ours, theirs]:
                kind = IGNORED if path.endswith(IGNORE_LISTS) else ENTRY
                text = merged(base, ours, theirs, kind)
                if text is not None:
                    (folder / path).write_bytes(text)
                    git("add", "--force", "--", path, cwd=folder, env=env)
                    resolved.append(path)
    return resolved


def merged(
    base: bytes, ours: bytes, theirs: bytes, entry: re.Pattern[bytes] = ENTRY
) -> bytes | None:
    """Return the text with the changes of both sides, or None if they overlap.

    Both sides may add list entries at the same position, because their order does not matter.
    """
    lines = base.splitlines(keepends=True)
    found = sorted({*changes(lines, ours), *changes(lines, theirs)})
    for (start, stop, new), (next_start, next_stop, next_new) in pairwise(found):
        if stop > next_start:
            return None
        if start == next_stop and not all(map(entry.fullmatch, (*new, *next_new))):
            return None
    for start, stop, new in reversed(found):
        lines[start:stop] = new
    return b"".join(lines)


def changes(base: list[bytes], text: bytes) -> Iterator[Change]:
    """Yield the changes between the base and a text."""
    lines = text.splitlines(keepends=True)
    matcher = SequenceMatcher(None, base, lines, autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield start, stop, tuple(lines[first:last])
