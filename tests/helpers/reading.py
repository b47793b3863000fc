"""Reads facts from the files of a rendered service."""

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any, cast

import yaml

from tests.helpers.covering import Rendering


DEFINITION = re.compile(r"^( *)(?:async )?def (\w+)", re.MULTILINE)
NOTHING = object()


def is_django(service: Rendering) -> bool:
    """Return whether a service is a Django project."""
    return bool(service.answers["framework"] == "django")


def pyproject(service: Rendering) -> dict[str, Any]:
    """Parse pyproject.toml."""
    return tomllib.loads(service.texts["pyproject.toml"])


def document(service: Rendering, name: str) -> dict[str, Any]:
    """Parse a YAML file."""
    return cast("dict[str, Any]", yaml.safe_load(service.texts[name]))


def python(service: Rendering, under: str = "src/") -> dict[str, str]:
    """Return the text of each Python file below a folder."""
    return {
        name: text
        for name, text in service.texts.items()
        if name.startswith(under) and name.endswith(".py")
    }


def source(service: Rendering, module: str) -> str:
    """Return the text of a file of the package."""
    return service.texts[f"src/{service.answers['package_name']}/{module}"]


def targets(service: Rendering) -> dict[str, tuple[str, str]]:
    """Return the prerequisites and the recipe of each Make target that `make help` shows."""
    found = re.findall(
        r"^([a-z-]+):(.*?)## \S.*\n((?:\t.*\n)*)", service.texts["Makefile"], re.MULTILINE
    )
    return {name: (needs.strip(), recipe) for name, needs, recipe in found}


def settings(service: Rendering) -> dict[str, Any]:
    """Return each variable with the source of its default, or NOTHING."""
    fields: dict[str, Any] = {}
    for text in python(service, f"src/{service.answers['package_name']}/settings/").values():
        for group in [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]:
            for field in group.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    default = ast.unparse(field.value) if field.value else NOTHING
                    fields[field.target.id.upper()] = default
    return fields


def prefix_of(slug: str) -> str:
    """Return the prefix of the variables of the program with this name."""
    return f"{slug.upper().replace('-', '_')}_"


def example_variables(service: Rendering) -> dict[str, str]:
    """Return each variable of .env.example, commented out or not, with its value."""
    found = re.findall(
        r"^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$", service.texts[".env.example"], re.MULTILINE
    )
    return dict(found)


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Return each function with its number of lines, determined by indentation.

    The service's Python may be newer than the parser of this process.
    """
    for match in DEFINITION.finditer(text):
        body = text[match.start() :].splitlines()[1:]
        end = re.compile(rf" {{0,{len(match[1])}}}[^\s)\]]")
        inside = next((n for n, line in enumerate(body) if end.match(line)), len(body))
        lines = "\n".join(body[:inside]).rstrip().splitlines()
        yield match[2], len(lines) + 1


def imports(service: Rendering) -> dict[str, set[str]]:
    """Map each module of the package to those that it imports at load time, within the package."""
    package = service.answers["package_name"]
    modules = {module_name(path) for path in python(service)}
    graph: dict[str, set[str]] = {}
    for path, text in python(service).items():
        found = re.findall(rf"^from ({package}[\w.]*) import (\([^)]*\)|.*)$", text, re.MULTILINE)
        names = {
            f"{origin}.{name}" if f"{origin}.{name}" in modules else origin
            for origin, listed in found
            for name in re.findall(r"\w+", listed)
        }
        graph[module_name(path)] = names
    return graph


def module_name(path: str) -> str:
    """Turn src/app/api/__init__.py into app.api."""
    dotted = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
    return dotted.removesuffix(".__init__")
