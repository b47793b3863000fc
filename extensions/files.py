"""Refuses a copy that would stop halfway at an existing file.

Each file in this folder uses only the standard library of Python 3.10 and Copier's dependencies,
and imports no other file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copier.errors import UserMessageError
from jinja2.ext import Extension
from pathspec import GitIgnoreSpec


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment


LAYER = re.compile(r"\{\{ layer\.(\w+) \}\}/")
# The message names at most this many paths.
SHOWN = 10


def hold_to_files(conf: Mapping[str, Any], layer: Mapping[str, str], package: str) -> str:
    """Return an empty text.

    Args:
        conf: Copier's `_copier_conf`.
        layer: The layers of the project.
        package: The name of its package.

    Raises:
        UserMessageError: A file exists that the copy would write, and no option says which to keep.
    """
    project = Path(conf["dst_path"])
    is_project = (project / conf["answers_file"]).is_file()
    if conf["pretend"] or (conf["overwrite"] and is_project) or not project.is_dir():
        return ""
    names = sorted(targets(conf, layer, package))
    if blocked := sorted({obstacle(project, name) for name in names} - {""}):
        message = (
            f"A file has the path of a folder, or the reverse. Move it first: {listed(blocked)}"
        )
        raise UserMessageError(message)
    kept = GitIgnoreSpec.from_lines([*conf["skip_if_exists"], *conf["exclude"]])
    found = [name for name in names if present(project / name) and not kept.match_file(name)]
    if found and not conf["overwrite"]:
        message = (
            f"Nothing was written, because these exist already: {listed(found)}\n"
            "Keep them with --skip '*', replace them with --overwrite, or move them."
        )
        raise UserMessageError(message)
    return ""


def targets(conf: Mapping[str, Any], layer: Mapping[str, str], package: str) -> Iterator[str]:
    """Return the path of each file that a copy writes."""
    template = Path(conf["src_path"], "template")
    for path in template.rglob("*"):
        name = path.relative_to(template).as_posix()
        is_chosen = all(layer.get(each) for each in LAYER.findall(name))
        if is_chosen and path.is_file() and "__pycache__" not in name:
            target = LAYER.sub("", name).removesuffix(".jinja")
            target = target.replace("{{ _copier_conf.answers_file }}", str(conf["answers_file"]))
            yield target.replace("{{ package_name }}", package)


def obstacle(project: Path, name: str) -> str:
    """Return the path of the file that has to be a folder, or the reverse, or an empty text."""
    for folder in reversed(Path(name).parents):
        if present(project / folder) and not (project / folder).is_dir():
            return folder.as_posix()
    return name if (project / name).is_dir() else ""


def present(path: Path) -> bool:
    """Return whether the path exists, also as a broken link."""
    return path.is_symlink() or path.exists()


def listed(names: list[str]) -> str:
    """Return the names, shortened to the first ones if there are many."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{' '.join(names[:SHOWN])}{more}."


class FilesExtension(Extension):
    """Registers `hold_to_files` as a Jinja global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["hold_to_files"] = hold_to_files
