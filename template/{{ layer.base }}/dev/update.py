"""Updates the project from its template: `python -m dev.update [--dry-run] [OPTION OF COPIER ...]`.

The project is changed only when the update is complete, and never with `--dry-run`.
"""

import sys
from collections.abc import Callable

from dev.git import git
from dev.template import problem_with_project, recorded, template
from dev.trial import Trial, trial


DRY = {"--dry-run", "--pretend", "-n"}
UNTOUCHED = "Interrupted: the project is as it was."
# The exit code of a program that Ctrl-C has ended.
INTERRUPTED = 130


def main(arguments: list[str]) -> None:
    """Update the project; if there are conflicts, exit with an error, as git does after a merge."""
    is_dry = not DRY.isdisjoint(arguments)
    if problem := problem_with_project() or ("" if is_dry else problem_with_changes()):
        sys.exit(problem)
    say(f"Updating from {template()} ...")
    with trial(*(each for each in arguments if each not in DRY)) as made:
        if is_dry:
            preview(made)
        else:
            finish(made)


def problem_with_changes() -> str:
    """Return an error message if there are uncommitted changes, or else an empty string."""
    if git("status", "--porcelain", "--", "."):
        return "Commit your changes first, or git stash --include-untracked: git status shows them."
    return ""


def preview(made: Trial) -> None:
    """Print the changes that the update would make."""
    made.show()
    say(f"\n{summary(made)}")
    if made.conflicts:
        sys.exit(f"Nothing has been changed. It would conflict in: {' '.join(made.conflicts)}")
    say("Nothing has been changed.")


def finish(made: Trial) -> None:
    """Apply the update, and print a summary and the next steps."""
    told = summary(made)
    made.apply()
    say(told)
    if made.conflicts:
        sys.exit(
            f"Resolve the conflicts, then git add: {' '.join(made.conflicts)}\n"
            "To give the update up: git restore --staged --worktree . && git clean --interactive ."
        )
    say("Next: git diff, then make install check.")


def summary(made: Trial) -> str:
    """Return a list of the changed files, grouped by the kind of change."""
    apart = {*made.conflicts, *made.adjoining}
    groups = {
        "Added": made.changed("A"),
        "Changed": [name for name in made.changed("MT") if name not in apart],
        "Changed next to your own changes, look at these": made.adjoining,
        "Removed": made.changed("D"),
        "In conflict": made.conflicts,
    }
    old, new = recorded("_commit"), recorded("_commit", made.folder)
    told = [listed(*group) for group in groups.items() if group[1]]
    if not told:
        return f"The project is up to date with version {new}.\n"
    heading = f"At version {new}:" if old == new else f"From version {old} to {new}:"
    return "\n".join([heading, "", *told])


def listed(title: str, names: list[str]) -> str:
    """Return a paragraph with a title, the number of names and the names."""
    return "\n".join([f"{title} ({len(names)}):", *(f"  {name}" for name in names), ""])


def say(text: str) -> None:
    """Print a text and flush it, before other programs print."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def guarded(program: Callable[[list[str]], None]) -> None:
    """Run a program with the command line's arguments; on Ctrl-C, print that nothing changed."""
    try:
        program(sys.argv[1:])
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write(f"\n{UNTOUCHED}\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    guarded(main)
