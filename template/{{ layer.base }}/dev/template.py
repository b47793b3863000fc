"""The template that the project is made from, and Copier, which updates from it.

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
# What stands before a refusal in what Copier prints.
HEADING = re.compile(r".*^(?:Updating to|Keeping) template version .*?\n", re.MULTILINE | re.DOTALL)
# How a traceback of Copier's and a refusal of uv's begin.
FAILURE = re.compile(r"^(?:Traceback |error: ).*", re.MULTILINE | re.DOTALL)
# What they say, and what that means; {template} is the address in the answers file.
EXPLANATIONS = {
    r"Not a YAML list: '(.+)'": "capabilities takes a list: --data 'capabilities=[{0}]'",
    r"Unknown revision: '(.+)'": "Version {0} of the template is not at {template}.",
    r"fatal: (.+)": "The template at {template} is out of reach: {0}",
    r"cause: (.+)": "uv cannot get Copier: {0}",
    r"yaml\.\w+\.\w+Error": f"{ANSWERS} is not YAML any more: {RESTORE}.",
    r"^[\w.]+(?:Error|Exception): (.+)": "{0}",
}
# What Copier says of a folder that git does not read, for example because another user owns it.
UNREAD = "Updating is only supported in git-tracked templates."
# What Copier says when Ctrl-C is pressed at one of its questions.
INTERRUPTED = "Execution stopped by user"


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


def recorded(name: str, folder: Path = Path()) -> str:
    """Return what the answers file in a folder says for a name, or nothing."""
    text = (folder / ANSWERS).read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"^{name}: *(\S.*)", text, re.MULTILINE)
    return found[1].strip("'\"") if found else ""


def copier(*arguments: str, env: dict[str, str], stdout: int | None = None) -> str:
    """Run Copier, and exit with one sentence where it fails.

    Args:
        arguments: Its own.
        env: Its environment.
        stdout: Where its output goes; with `subprocess.PIPE` it is returned.

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
    """Put a traceback, or uv's chain of causes, into one sentence; leave a refusal as it is."""
    failure = FAILURE.search(said)
    if UNREAD in said:
        return f"Git reads no repository at {template()}: git -C {template()} status says why."
    if not failure:
        return HEADING.sub("", said).strip()
    for pattern, sentence in EXPLANATIONS.items():
        if found := re.search(pattern, failure[0], re.MULTILINE):
            return sentence.format(*found.groups(), template=template())
    return failure[0].strip().rpartition("\n")[2]
