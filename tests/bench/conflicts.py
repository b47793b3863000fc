"""Prints how many edits of teams conflict with possible changes of a next version.

By file, for the newest release and for the working tree: `python -m tests.bench.conflicts`.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.machine import keep_from_users_settings, say
from tests.helpers.held_out import SERVICES, TEAM, TEMPLATE
from tests.helpers.merging import Met, in_the_way, meet, rate
from tests.helpers.rendering import TAG, render
from tests.helpers.versions import RELEASES, make_history


def main() -> None:
    """Print a table of the pairs that conflict, and the edits that conflict with this version."""
    with TemporaryDirectory(prefix="chassis-conflicts-") as name:
        folder = Path(name)
        keep_from_users_settings(folder)
        history = make_history(folder / "template")
        newest = next(iter(RELEASES))
        services = {
            ref: [
                render(history, answers, folder / ref / service, ref=ref)
                for service, answers in SERVICES.items()
            ]
            for ref in (newest, TAG)
        }
        old, new = (meet(services[ref], TEAM, TEMPLATE) for ref in (newest, TAG))
        say(f"| file | {newest} | working tree |\n|---|--:|--:|")
        for path in TEAM:
            say(f"| `{path}` | {written(old[path])} | {written(new[path])} |")
        pairs = zip(services[newest], services[TAG], strict=True)
        found = [in_the_way(*pair, TEAM) for pair in pairs]
        edits = sorted({edit for names, _ in found for edit in names})
        of = sum(count for _, count in found)
        say(f"\nFrom {newest}, {sum(len(names) for names, _ in found)} of {of} edits conflict:")
        say("\n".join(f"- {edit}" for edit in edits))


def written(met: Met) -> str:
    """Format the number of pairs that conflict."""
    return f"{len(met[0])} of {met[1]} ({rate(met):.1f} %)"


if __name__ == "__main__":
    main()
