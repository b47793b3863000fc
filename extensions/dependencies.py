"""What a service depends on: the groups of the catalogue that its layers name."""

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
        `runtime` and `dev`, names alone; and `floors`, each with its lowest version, sorted.
        What a published program needs has its lowest version in `runtime`.
    """
    runtime: list[str] = []
    dev: list[str] = []
    for group, requirements in catalogue():
        layers = group.split("-")
        if all(layer.get(name) for name in layers if name not in {"dev", "last"}):
            (dev if "dev" in layers else runtime).extend(requirements)
    is_published = bool(layer.get("cli"))
    floors = dev if is_published else [*runtime, *dev]
    return {
        "runtime": runtime if is_published else [bare(requirement) for requirement in runtime],
        "dev": [bare(requirement) for requirement in dev],
        "floors": sorted({re.sub(r"\[.*\]", "", requirement) for requirement in floors}),
    }


def catalogue() -> Iterator[tuple[str, list[str]]]:
    """Read the groups of the catalogue; Python 3.10 has no TOML parser, a few lines will do."""
    for group in GROUP.finditer(CATALOGUE.read_text(encoding="utf-8")):
        yield group[1], REQUIREMENT.findall(group[2])


def bare(requirement: str) -> str:
    """Return the name, with its extras, and without the version."""
    return requirement[: NAME.match(requirement).end()]  # type: ignore[union-attr]


class DependenciesExtension(Extension):
    """Makes `requirements_of` a global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["requirements_of"] = requirements_of
