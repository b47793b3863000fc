"""Refuses an update by Copier alone if the user's git settings would make it lose lines.

Copier merges with the user's git settings and does not check them. `make update` overrides these
settings. Each file in this folder uses only the standard library of Python 3.10 and Copier itself,
and imports no other file.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copier.errors import UserMessageError
from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


# Values that change lines, or hide conflicts.
HARMFUL = {
    "apply.whitespace": {"error", "error-all", "fix", "strip"},
    "status.showUntrackedFiles": {"no", "false"},
}
NO_TEXT = re.compile(r"^[^#\n]+\s(?:-diff|binary)\b", re.MULTILINE)


def hold_to_settings(conf: Mapping[str, Any]) -> str:
    """Return an empty text.

    Args:
        conf: Copier's `_copier_conf`.

    Raises:
        UserMessageError: A git setting would make the update lose lines.
    """
    if setting := harmful_setting(Path(conf["dst_path"])):
        message = (
            f"Copier would lose lines of this project because of Git's {setting}.\n"
            "Run make update instead, or unset that for this command."
        )
        raise UserMessageError(message)
    return ""


def harmful_setting(project: Path) -> str:
    """Return the name of the first setting that would make an update lose lines, or ""."""
    for name, values in HARMFUL.items():
        if git(project, "config", name).strip().lower() in values:
            return name
    ignored = file_of(project, "excludesFile", "ignore")
    if tracked(project, "--ignored", f"--exclude-from={ignored}"):
        return f"core.excludesFile ({ignored})"
    attributes = file_of(project, "attributesFile", "attributes")
    if attributes.is_file() and NO_TEXT.search(attributes.read_text(errors="replace")):
        return f"core.attributesFile ({attributes})"
    quotes = git(project, "config", "--type=bool", "core.quotePath").strip()
    return "core.quotePath" if quotes == "false" and not tracked(project).isascii() else ""


def tracked(project: Path, *options: str) -> str:
    """Return the tracked files, with `--ignored` only those that the ignore rules match."""
    return git(project, "ls-files", "-z", "--cached", *options)


def file_of(project: Path, setting: str, name: str) -> Path:
    """Return the file that a setting names, or git's default path."""
    if given := git(project, "config", "--type=path", f"core.{setting}").strip():
        return Path(given)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "git", name)


def git(project: Path, *arguments: str) -> str:
    """Return the output of a git command in the project, or "" if it fails."""
    command = ["git", "-C", str(project), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - git
    return done.stdout


class SettingsExtension(Extension):
    """Registers `hold_to_settings` as a Jinja global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["hold_to_settings"] = hold_to_settings
