"""Defaults and validators of the questions; each validator returns what is wrong, or nothing.

Like each file in this folder it stands alone, on the standard library of Python 3.10.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment


PRESETS: dict[str, list[str]] = {"minimal": [], "standard": ["auth"]}
CATALOGUE = Path(__file__).with_name("catalogue") / "pyproject.toml"
# Folders beside `src/`, and modules whose names are not their distribution's.
TAKEN = {"alembic", "dev", "dotenv", "jwt", "src", "test", "tests", "yaml"}
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
DEVICES = {"con", "prn", "aux", "nul"} | PORTS
# What YAML takes for something else than text.
YAML_WORDS = {"false", "no", "null", "off", "on", "true", "yes"}
# Beyond it, an import of the package's deepest module does not fit into a line of 100.
LONGEST_PACKAGE_NAME = 24
LONGEST_SLUG = 50
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PACKAGE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/+-]*)?")


def preset_capabilities(preset: str) -> list[str]:
    """Return the capabilities that a preset ticks."""
    return PRESETS[preset]


def slug_of(name: str) -> str:
    """Derive a slug from any text; what Latin letters cannot say is left out."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", latin).lstrip("-0123456789")
    slug = words[:LONGEST_SLUG].strip("-")
    return "my-service" if problem_with_slug(slug) else slug


def package_of(slug: str) -> str:
    """Derive a package's name from a slug; where none can be, it is the one of services."""
    name = slug.replace("-", "_")[:LONGEST_PACKAGE_NAME].rstrip("_")
    return "app" if problem_with_package(name) else name


def problem_with_line(text: str, longest: int) -> str:
    """Accept one line of printable text in any script, of 1 to `longest` characters."""
    if not text.strip():
        return "must not be empty"
    if text != text.strip():
        return "must not begin or end with a space"
    if len(text) > longest:
        return f"must have at most {longest} characters; it has {len(text)}"
    if not text.replace(" ", "").isprintable():
        return "must be one line without control or invisible characters"
    return ""


def problem_with_slug(slug: str) -> str:
    """Accept kebab-case that is no dependency's name."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        return (
            f"must be kebab-case such as my-service: a to z, 0 to 9 and single hyphens, "
            f"a letter first, at most {LONGEST_SLUG} characters"
        )
    if slug in dependencies() | DEVICES | YAML_WORDS:
        return f"must not be {slug}, which is taken; try {slug}-service"
    return ""


def problem_with_package(name: str) -> str:
    """Accept a name in snake_case that shadows no module and that every file system takes."""
    if not PACKAGE.fullmatch(name) or len(name) > LONGEST_PACKAGE_NAME:
        return (
            f"must be snake_case such as my_service: a to z, 0 to 9 and single underscores, "
            f"a letter first, at most {LONGEST_PACKAGE_NAME} characters"
        )
    modules = {dependency.replace("-", "_") for dependency in dependencies()}
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return f"must not be {name}, a keyword of Python; try {name}_service"
    if name in YAML_WORDS:
        return f"must not be {name}, which YAML takes for a value; try {name}_service"
    if name in modules | TAKEN | DEVICES | set(sys.stdlib_module_names):
        return f"must not be {name}, the name of another module; try {name}_service"
    return ""


def problem_with_email(address: str) -> str:
    """Accept nothing, or an address such as a mail server takes without quotes."""
    if address and not (EMAIL.fullmatch(address) and len(address) <= 254):  # noqa: PLR2004 - RFC 5321
        return "must be an e-mail address such as team@example.com, or empty"
    return ""


def problem_with_url(url: str) -> str:
    """Accept nothing, or a plain address on the web."""
    if url and not (URL.fullmatch(url) and len(url) <= 200):  # noqa: PLR2004 - fits a line of TOML
        return "must be an address such as https://example.com/team/service, or empty"
    return ""


def problem_with_example(example: bool, database: str) -> str:
    """Accept the example domain where there is a database to keep it."""
    if example and database == "none":
        return "The example domain needs a database: choose one, or answer no to example"
    return ""


def problem_with_database(database: str, framework: str) -> str:
    """Accept a database, and none where the framework can do without."""
    if database == "none" and framework == "django":
        return "Django needs a database: choose one, or another framework"
    return ""


def problem_with_library(library: str, framework: str) -> str:
    """Accept any library of commands where there are commands, and the default elsewhere."""
    if library != "typer" and framework != "cli":
        return "Only a command-line program has commands: choose framework cli, or leave this out"
    return ""


def problem_with_capabilities(capabilities: Sequence[str], framework: str) -> str:
    """Accept capabilities where somebody calls over HTTP."""
    if capabilities and framework == "cli":
        return "No capability fits a command-line program yet: leave preset and capabilities out"
    return ""


def problem_with_change(question: str, answer: object, conf: Mapping[str, Any]) -> str:
    """Accept the answer that the project was made with, if there is a project already."""
    path = Path(conf["dst_path"], conf["answers_file"])
    if not path.is_file():
        return ""
    recorded = re.search(rf"^{question}: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    now = answer if isinstance(answer, str) else json.dumps(answer)
    if recorded and recorded[1].strip("'\"") != now:
        return f"is fixed at the first copy, when it was {recorded[1]}"
    return ""


def dependencies() -> set[str]:
    """Return the name of every package in the catalogue."""
    return set(re.findall(r'^ *"([\w-]+)', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE))


class AnswersExtension(Extension):
    """Makes the functions of this file globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            preset_capabilities=preset_capabilities,
            slug_of=slug_of,
            package_of=package_of,
            problem_with_line=problem_with_line,
            problem_with_slug=problem_with_slug,
            problem_with_package=problem_with_package,
            problem_with_email=problem_with_email,
            problem_with_url=problem_with_url,
            problem_with_database=problem_with_database,
            problem_with_example=problem_with_example,
            problem_with_library=problem_with_library,
            problem_with_capabilities=problem_with_capabilities,
            problem_with_change=problem_with_change,
        )
