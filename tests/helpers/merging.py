"""Functions that edit a text, and the conflicts that git finds between two edits of one text."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.rendering import attempt


Edit = Callable[[str], str]
# By the file's path and the edit's name.
Edits = Mapping[str, Mapping[str, Edit]]
# The pairs of edits that conflict, and the number of pairs tried.
Met = tuple[list[tuple[str, str]], int]


def sub(pattern: str, new: str) -> Edit:
    """Replace the first match."""
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.MULTILINE)


def everywhere(pattern: str, new: str) -> Edit:
    """Replace every match."""
    return lambda text: re.sub(pattern, new, text, flags=re.MULTILINE)


def top(new: str) -> Edit:
    """Add a text at the top."""
    return lambda text: new + text


def end(new: str) -> Edit:
    """Add a text at the end."""
    return lambda text: text + new


def after(pattern: str, new: str) -> Edit:
    """Add a text below the first line that matches."""
    return sub(rf"(^.*(?:{pattern}).*\n)", literally(r"\1", new))


def before(pattern: str, new: str) -> Edit:
    """Add a text above the first line that matches."""
    return sub(rf"(^.*(?:{pattern}).*\n)", literally("", new) + r"\1")


def below(pattern: str, new: str) -> Edit:
    """Add a text at the end of the paragraph that contains the first matching line."""
    return sub(rf"(^.*(?:{pattern}).*\n(?:.+\n)*)", literally(r"\1", new))


def both(one: Edit, other: Edit) -> Edit:
    """Apply one edit and then the other."""
    return lambda text: other(one(text))


def moved(start: str, target: str) -> Edit:
    """Move the paragraph that starts with `start` in front of the one that starts with `target`."""

    def edit(text: str) -> str:
        before, found, rest = text.partition(f"\n{start}")
        paragraph, _, after = rest.partition("\n\n")
        if not found or f"\n{target}" not in after:
            return text
        return f"{before}\n{after}".replace(f"\n{target}", f"{found}{paragraph}\n\n{target}", 1)

    return edit


def entry(key: str, item: str, place: str) -> Edit:
    """Add an entry to a list of TOML or Python: `first`, `second`, `last` or `last but one`."""

    def edit(text: str) -> str:
        found = re.search(rf"(^ *(?:{key}) ?= [\[(])(.*?)([\])]$)", text, re.MULTILINE | re.DOTALL)
        if not found:
            return text
        head, body, tail = found.groups()
        is_long = body.startswith("\n")
        items = body.strip("\n").split("\n") if is_long else body.split(", ")
        items = [each for each in items if each]
        at = {"first": 0, "second": 1, "last": len(items), "last but one": len(items) - 1}[place]
        items.insert(at, f"    {item}," if is_long else item)
        new = "\n" + "\n".join(items) + "\n" if is_long else ", ".join(items)
        return text[: found.start()] + head + new + tail + text[found.end() :]

    return edit


def instead(new: str) -> Edit:
    """Replace the whole text."""
    return lambda _: new


def literally(group: str, new: str) -> str:
    """Return a replacement that consists of a group and a literal text."""
    return group + new.replace("\\", r"\\")


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of a text, from `start` up to `stop`, that a change replaces."""

    start: int
    stop: int
    lines: tuple[str, ...]

    def meets(self, other: "Hunk") -> bool:
        """Return whether git cannot merge the two: they touch and are not equal."""
        return self.start <= other.stop and other.start <= self.stop and self != other


def hunks(base: str, texts: Mapping[str, str]) -> dict[str, list[Hunk]]:
    """Return the hunks of each of these texts, by its name, as git computes them in a merge."""
    with TemporaryDirectory() as name:
        for side in ("old", "new"):
            (Path(name) / side).mkdir()
        for number, text in enumerate(texts.values()):
            (Path(name) / "old" / str(number)).write_text(base, encoding="utf-8")
            (Path(name) / "new" / str(number)).write_text(text, encoding="utf-8")
        options = ("--no-index", "--unified=0", "--no-indent-heuristic", "--no-color")
        diff = attempt("git", "diff", *options, "old", "new", cwd=Path(name)).stdout
    found: dict[str, list[Hunk]] = {name: [] for name in texts}
    for part in re.split(r"^diff --git ", diff, flags=re.MULTILINE)[1:]:
        head, *rest = re.split(r"^(?=@@)", part, flags=re.MULTILINE)
        of = list(texts)[int(re.match(r"a/old/(\d+) ", head)[1])]  # type: ignore[index]
        found[of] = [hunk(each) for each in rest]
    return found


def hunk(text: str) -> Hunk:
    """Parse a hunk of a diff without context."""
    place = re.match(r"@@ -(\d+)(?:,(\d+))? ", text)
    assert place
    first, length = int(place[1]), int(place[2] or 1)
    start = first - 1 if length else first
    added = tuple(line for line in text.splitlines() if line.startswith("+"))
    return Hunk(start, start + length, added)


def conflicts(text: str, edits: Mapping[str, Edit], changes: Mapping[str, Edit]) -> Met:
    """Merge each edit of a text with each change to it.

    Returns:
        The pairs that conflict, and the number of pairs.
    """
    edited = hunks(text, {name: edit(text) for name, edit in edits.items()})
    changed = hunks(text, {name: change(text) for name, change in changes.items()})
    pairs = [(one, other) for one in edited for other in changed if edited[one] and changed[other]]
    met = [
        (one, other)
        for one, other in pairs
        if any(mine.meets(theirs) for mine in edited[one] for theirs in changed[other])
    ]
    return met, len(pairs)


def meet(services: Iterable[Path], edits: Edits, changes: Edits) -> dict[str, Met]:
    """Merge each edit with each change, for each file of these services.

    Returns:
        By file: the pairs that conflict, and the number of pairs.
    """
    found: dict[str, Met] = {}
    folders = list(services)
    for path in edits:
        texts = {(each / path).read_text("utf-8") for each in folders if (each / path).is_file()}
        met = [conflicts(text, edits[path], changes[path]) for text in texts]
        found[path] = [pair for pairs, _ in met for pair in pairs], sum(count for _, count in met)
    return found


def rate(met: Met) -> float:
    """Return the percentage of pairs that conflict."""
    pairs, count = met
    return 100 * len(pairs) / max(count, 1)


def in_the_way(old: Path, new: Path, edits: Edits) -> tuple[list[str], int]:
    """Merge each edit of a service with the changes of its new version.

    Returns:
        The edits that conflict, and the number of edits.
    """
    found, count = [], 0
    for path in edits:
        if (old / path).is_file() and (new / path).is_file():
            text = (old / path).read_text("utf-8")
            pairs, _ = conflicts(
                text, edits[path], {"new": instead((new / path).read_text("utf-8"))}
            )
            found += [f"{path}: {edit}" for edit, _ in pairs]
            count += sum(edit(text) != text for edit in edits[path].values())
    return found, count
