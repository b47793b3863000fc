"""Adds or drops one capability: `python -m dev.capabilities add|drop [NAME] [--force]`.

Nothing else changes: the version of the template stays the same.
"""

import re
import sys

from dev.template import ANSWERS, problem_with_project, recorded
from dev.trial import trial
from dev.update import finish, guarded, listed, problem_with_changes, say


AVAILABLE = {
    "auth": "bearer tokens checked, principal injected, roles",
}
# Capabilities that the example domain always includes.
OF_THE_EXAMPLE = {"auth"}
DONE = {"add": "added", "drop": "dropped"}
FORCE = "--force"
ANSWER = re.compile(r"^capabilities:(.*\n(?:[ -].*\n)*)", re.MULTILINE)


def main(arguments: list[str]) -> None:
    """Add or drop a capability; without a name, list those available."""
    action, *names = [each for each in arguments if each != FORCE]
    if problem := problem_with_project():
        sys.exit(problem)
    chosen = capabilities()
    fixed = OF_THE_EXAMPLE if recorded("example") == "true" else set()
    possible = [
        name for name in AVAILABLE if name not in fixed and (name in chosen) == (action == "drop")
    ]
    if fixed & {*names}:
        sys.exit(f"{names[0]} comes with the example domain and cannot be {DONE[action]}.")
    if not names:
        say(choices(action, possible))
        return
    if names[0] not in possible:
        sys.exit(f"{names[0]} cannot be {DONE[action]}. {choices(action, possible)}")
    if problem := problem_with_changes():
        sys.exit(problem)
    now = {*chosen, names[0]} if action == "add" else {*chosen} - {names[0]}
    switch([name for name in AVAILABLE if name in now], is_forced=FORCE in arguments)


def capabilities() -> list[str]:
    """Return the capabilities of the service."""
    found = ANSWER.search(ANSWERS.read_text(encoding="utf-8"))
    return re.findall(r"\w+", found[1]) if found else []


def choices(action: str, possible: list[str]) -> str:
    """Return the list of capabilities that can be added or dropped."""
    if not possible:
        return f"No capability can be {DONE[action]}."
    heading = f"Can be {DONE[action]} by make {action} capability=NAME"
    return listed(heading, [f"{name:14}{AVAILABLE[name]}" for name in possible])


def switch(now: list[str], *, is_forced: bool) -> None:
    """Update the service to these capabilities, and ask before deleting files."""
    answer = f"capabilities=[{', '.join(now)}]"
    with trial("--vcs-ref=:current:", "--data", answer) as made:
        if deleted := made.changed("D"):
            say(listed("Deleted, edited or not", deleted))
            if not is_forced and not confirmed():
                sys.exit("Nothing has been changed.")
        finish(made)


def confirmed() -> bool:
    """Ask for confirmation in a terminal; elsewhere exit with a hint at `force=yes`."""
    if not sys.stdin.isatty():
        sys.exit("Nothing has been changed; force=yes deletes them without confirmation.")
    return input("Delete them? [y/N] ").strip().lower() in {"y", "yes"}


if __name__ == "__main__":
    guarded(main)
