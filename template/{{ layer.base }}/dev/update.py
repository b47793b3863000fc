"""Updates the project from its template: `python -m dev.update [OPTION OF COPIER ...]`.

Copier refuses most of what it cannot do in a sentence; where it ends in a traceback, this has one.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path


ANSWERS = Path(".copier-answers.yml")
RESTORE = f"bring its last version back (git log --patch -- {ANSWERS})"
COPIER = ("uvx", "--from", "copier>=9.19.1", "--with", "copier-template-extensions", "copier")
# How a traceback of Copier's and a refusal of uv's begin.
FAILURES = ("Traceback ", "error: ")
# What they say, and what that means; {template} is the address in the answers file.
EXPLANATIONS = {
    r"Unknown revision: '(.+)'": "Version {0} of the template is not at {template}.",
    r"fatal: (.+)": "The template at {template} is out of reach: {0}",
    r"cause: (.+)": "uv cannot get Copier: {0}",
    r"yaml\.\w+\.\w+Error": f"{ANSWERS} is not YAML any more: {RESTORE}.",
    r"^[\w.]+(?:Error|Exception): (.+)": "{0}",
}


def main() -> None:
    """Update, and exit with the conflicts, if any, as git does after a merge."""
    if problem := problem_with_project():
        sys.exit(problem)
    # Where nobody can be asked, a new question gets its default.
    asking = ["--skip-answered"] if sys.stdin.isatty() else ["--skip-answered", "--defaults"]
    copier("update", "--trust", *asking, *sys.argv[1:])
    if names := conflicts():
        sys.exit(f"Resolve the conflicts, then git add: {' '.join(names)}")


def problem_with_project() -> str:
    """Say what keeps Copier from finding out what the project was made with, if anything."""
    if not shutil.which("git"):
        return "git is not installed, and an update takes it to merge your edits."
    if not ANSWERS.is_file():
        return f"{ANSWERS} is missing: {RESTORE}."
    if not template() or not recorded("_commit"):
        return f"{ANSWERS} names no template and version: {RESTORE}."
    return ""


def template() -> str:
    """Return where the template is."""
    return recorded("_src_path")


def recorded(name: str) -> str:
    """Return what the answers file says for a name, or nothing."""
    text = ANSWERS.read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"^{name}: *(\S.*)", text, re.MULTILINE)
    return found[1].strip("'\"") if found else ""


def copier(*arguments: str, stdout: int | None = None) -> str:
    """Run Copier, and exit with one sentence where it fails.

    Args:
        arguments: Its own.
        stdout: Where its output goes; with `subprocess.PIPE` it is returned.
    """
    held: list[str] = []
    command = [*COPIER, *arguments]
    with subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - Copier
        for line in process.stderr or ():
            if held or line.startswith(FAILURES):
                held.append(line)
            else:
                sys.stderr.write(line)
        printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(explanation("".join(held)) or process.returncode)
    sys.stderr.writelines(held)
    return printed


def explanation(failure: str) -> str:
    """Put a traceback, or uv's chain of causes, into one sentence."""
    for pattern, sentence in EXPLANATIONS.items():
        if found := re.search(pattern, failure, re.MULTILINE):
            return sentence.format(*found.groups(), template=template())
    return failure.strip().rpartition("\n")[2]


def conflicts() -> list[str]:
    """Name each file in which both sides changed the same lines."""
    return git("diff", "--name-only", "--diff-filter=U").splitlines()


def git(*arguments: str) -> str:
    """Return what git prints."""
    command = ["git", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - git


if __name__ == "__main__":
    main()
