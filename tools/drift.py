"""Reports how services differ from the template: `python -m tools.drift [--json] FOLDER...`.

Run it in a clone of the template that has its tags. Each folder is a checkout of a service. The
tool compares its managed files with a rendering of the recorded answers at the recorded version,
and writes nothing to the checkout.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory
from typing import Any

import copier
import yaml
from copier.errors import UserMessageError

from tools.promises import Version
from tools.release import extract, git


ANSWERS = ".copier-answers.yml"
HEADINGS = ("service", "version", "behind", "edited", "deleted", "lines")


class NotComparableError(Exception):
    """A folder that cannot be compared; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The differences between a service and a rendering of its answers.

    Attributes:
        version: The version that it was last updated to.
        behind: The number of later versions.
        edited: The managed files that the team has changed.
        deleted: The managed files that the team has deleted.
        added: The number of lines added in the edited files.
        removed: The number of lines removed from the edited files.
    """

    service: str
    version: str
    behind: int
    edited: list[str]
    deleted: list[str]
    added: int
    removed: int

    def row(self) -> tuple[str, ...]:
        """Return the columns of the table."""
        counts = (self.behind, len(self.edited), len(self.deleted))
        return (self.service, self.version, *map(str, counts), f"+{self.added} -{self.removed}")


def main() -> None:
    """Print a line for each folder; exit with 1 if a folder could not be compared."""
    parser = argparse.ArgumentParser("tools.drift", description=str(__doc__).partition(":")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="an object a line, with every path")
    arguments = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(compared, arguments.folders))
    drifts = [each for each in outcomes if isinstance(each, Drift)]
    lines = [json.dumps(asdict(each)) for each in drifts] if arguments.json else table(drifts)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    problems = [each for each in outcomes if isinstance(each, str)]
    sys.exit("\n".join(problems) or None)


def compared(folder: Path) -> Drift | str:
    """Compare a service, and return its drift or an error message."""
    try:
        return drift_of(folder)
    except NotComparableError as error:
        return f"{folder}: {error}"


def drift_of(folder: Path) -> Drift:
    """Compare a service with a rendering of its answers.

    Raises:
        NotComparableError: The service was not rendered from a version of this template.
    """
    answers = recorded(folder)
    version = str(answers.pop("_commit"))
    with TemporaryDirectory() as name:
        template, fresh = Path(name, "template"), Path(name, "fresh")
        later = fetch(version, template)
        render(template, answers, fresh)
        managed = sorted(Version(template).managed(answers))
        kept = [path for path in managed if (folder / path).is_file()]
        changes = {path: list(changed_lines(fresh / path, folder / path)) for path in kept}
    signs = "".join(sign for lines in changes.values() for sign in lines)
    return Drift(
        service=folder.resolve().name,
        version=version,
        behind=later,
        edited=[path for path, lines in changes.items() if lines],
        deleted=[path for path in managed if path not in kept],
        added=signs.count("+"),
        removed=signs.count("-"),
    )


def fetch(version: str, folder: Path) -> int:
    """Extract a version of the template, and return the number of later versions."""
    try:
        extract(version, folder)
        return len(git("tag", "--list", "v[0-9]*", "--no-merged", version).split())
    except CalledProcessError:
        msg = f"no version {version} is known here"
        raise NotComparableError(msg) from None


def render(template: Path, answers: dict[str, Any], folder: Path) -> None:
    """Render these answers."""
    try:
        copier.run_copy(str(template), folder, data=answers, defaults=True, unsafe=True, quiet=True)
    except (ValueError, UserMessageError) as error:
        msg = f"its answers are refused: {error}"
        raise NotComparableError(msg) from None


def recorded(folder: Path) -> dict[str, Any]:
    """Read the answers of a service, including its version as `_commit`.

    Raises:
        NotComparableError: The answers file is missing or invalid.
    """
    try:
        answers = yaml.safe_load((folder / ANSWERS).read_text(encoding="utf-8"))
    except OSError:
        msg = f"there is no {ANSWERS}"
        raise NotComparableError(msg) from None
    except yaml.YAMLError:
        msg = f"its {ANSWERS} is not YAML"
        raise NotComparableError(msg) from None
    if not isinstance(answers, dict) or "_commit" not in answers:
        msg = f"its {ANSWERS} names no _commit"
        raise NotComparableError(msg)
    return {name: value for name, value in answers.items() if name != "_src_path"}


def changed_lines(fresh: Path, own: Path) -> Iterator[str]:
    """Yield `+` for each line added to a file, and `-` for each line removed."""
    before, after = (
        path.read_text(encoding="utf-8", errors="replace").splitlines() for path in (fresh, own)
    )
    for line in islice(unified_diff(before, after, n=0), 2, None):
        if line[0] in "+-":
            yield line[0]


def table(drifts: Sequence[Drift]) -> Iterator[str]:
    """Format a table with aligned columns."""
    rows = [HEADINGS, *(each.row() for each in drifts)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


if __name__ == "__main__":
    main()
