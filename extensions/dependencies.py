"""The dependencies of a service: the catalogue's groups for its layers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment


CATALOGUE = Path(__file__).with_name("catalogue") / "pyproject.toml"
GROUP = re.compile(r"^([\w-]+) = \[\n(.*?)^\]", re.MULTILINE | re.DOTALL)
REQUIREMENT = re.compile(r'^ *"([^"]+)"', re.MULTILINE)
NAME = re.compile(r"[\w.-]+(\[[\w,-]+\])?")


def requirements_of(layer: Mapping[str, str]) -> dict[str, list[str]]:
    """Return a service's requirements, in the catalogue's order.

    Returns:
        `runtime`, `dev` and `tools`, as names without versions, and `floors`, the requirements with
        their lower bounds, sorted. `tools` are installed only when they are used. For a program,
        which is published as a package, `runtime` has the lower bounds.
    """
    runtime: list[str] = []
    dev: list[str] = []
    tools: list[str] = []
    for group, requirements in catalogue():
        layers = group.split("-")
        if all(layer.get(name) for name in layers if name not in {"dev", "tools", "last"}):
            kind = tools if "tools" in layers else dev if "dev" in layers else runtime
            kind.extend(requirements)
    is_published = bool(layer.get("cli"))
    floors = [*dev, *tools] if is_published else [*runtime, *dev, *tools]
    return {
        "runtime": runtime if is_published else [bare(requirement) for requirement in runtime],
        "dev": [bare(requirement) for requirement in dev],
        "tools": [bare(requirement) for requirement in tools],
        "floors": sorted({re.sub(r"\[.*\]", "", requirement) for requirement in floors}),
    }


def catalogue() -> Iterator[tuple[str, list[str]]]:
    """Yield the catalogue's groups, parsed without a TOML parser, which Python 3.10 lacks."""
    for group in GROUP.finditer(CATALOGUE.read_text(encoding="utf-8")):
        yield group[1], REQUIREMENT.findall(group[2])


def bare(requirement: str) -> str:
    """Return the name of a requirement with its extras and its marker, without the version."""
    _, semicolon, marker = requirement.partition(";")
    return requirement[: NAME.match(requirement).end()] + semicolon + marker  # type: ignore[union-attr]


class DependenciesExtension(Extension):
    """Registers `requirements_of` as a Jinja global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["requirements_of"] = requirements_of
