"""The project's template, and Copier, which applies its updates.

Copier reports most errors in one sentence; this module turns its tracebacks into
one, too.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path


ANSWERS = Path(".copier-answers.yml")
RESTORE = f"bring its last version back (git log --patch -- {ANSWERS})"
COPIER = ("uvx", "--from", "copier>=9.19.1", "--with", "copier-template-extensions", "copier")
# The lines that Copier prints before an error message.
HEADING = re.compile(r".*^(?:Updating to|Keeping) template version .*?\n", re.MULTILINE | re.DOTALL)
# The start of a traceback from Copier or an error from uv.
FAILURE = re.compile(r"^(?:Traceback |error: ).*", re.MULTILINE | re.DOTALL)
# Patterns of these errors with their explanations; {template} is the template's address.
EXPLANATIONS = {
    r"Not a YAML list: '(.+)'": "capabilities takes a list: --data 'capabilities=[{0}]'",
    r"Unknown revision: '(.+)'": "Version {0} of the template is not at {template}.",
    r"fatal: (.+)": "The template at {template} is out of reach: {0}",
    r"cause: (.+)": "uv cannot get Copier: {0}",
    r"yaml\.\w+\.\w+Error": f"{ANSWERS} is not YAML any more: {RESTORE}.",
    r"^[\w.]+(?:Error|Exception): (.+)": "{0}",
}
# Copier's message for a folder that git refuses to read, such as one of another user.
UNREAD = "Updating is only supported in git-tracked templates."
# Copier's message when Ctrl-C is pressed at one of its questions.
INTERRUPTED = "Execution stopped by user"


def problem_with_project() -> str:
    """Return why Copier cannot update the project, or an empty string if it can."""
    if not shutil.which("git"):
        return "git is not installed, and an update takes it to merge your edits."
    if not ANSWERS.is_file():
        return f"{ANSWERS} is missing: {RESTORE}."
    if not template() or not recorded("_commit"):
        return f"{ANSWERS} names no template and version: {RESTORE}."
    return ""


def template() -> str:
    """Return the address of the template."""
    return recorded("_src_path")


def recorded(name: str, folder: Path = Path()) -> str:
    """Return a value from the answers file in a folder, or an empty string if it is missing."""
    text = (folder / ANSWERS).read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"^{name}: *(\S.*)", text, re.MULTILINE)
    return found[1].strip("'\"") if found else ""


def copier(*arguments: str, env: dict[str, str], stdout: int | None = None) -> str:
    """Run Copier, and exit with a one-sentence message if it fails.

    Args:
        arguments: Arguments for Copier.
        env: Environment variables for Copier.
        stdout: The target of its output; with `subprocess.PIPE` the output is returned.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed, and Copier has ended.
    """
    command = [*COPIER, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=env, stdout=stdout, stderr=pipe, text=True) as process:  # noqa: S603 - Copier
        try:
            printed, said = process.communicate()
        except KeyboardInterrupt:
            process.communicate()
            raise
    if INTERRUPTED in said:
        raise KeyboardInterrupt
    if process.returncode:
        sys.exit(explanation(said) or process.returncode)
    return printed or ""


def explanation(said: str) -> str:
    """Return a traceback or uv's chain of causes as one sentence, other messages unchanged."""
    failure = FAILURE.search(said)
    if UNREAD in said:
        return f"Git reads no repository at {template()}: git -C {template()} status says why."
    if not failure:
        return HEADING.sub("", said).strip()
    for pattern, sentence in EXPLANATIONS.items():
        if found := re.search(pattern, failure[0], re.MULTILINE):
            return sentence.format(*found.groups(), template=template())
    return failure[0].strip().rpartition("\n")[2]
