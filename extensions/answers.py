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
from typing import TYPE_CHECKING

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment


PRESETS: dict[str, list[str]] = {"minimal": [], "standard": ["auth"]}
# What `tools/names.py` finds in what the catalogue locks.
NAMES = Path(__file__).with_name("catalogue") / "names.json"
# What lies beside `src/`.
BESIDE = {"alembic", "conftest", "dev", "local", "manage", "src", "static", "test", "tests"}
# Modules of the standard library that not every Python has.
NEWER = {"annotationlib", "compression", "tomllib"}
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
DEVICES = {"con", "prn", "aux", "nul"} | PORTS
# What YAML takes for something else than text.
YAML_WORDS = {"false", "no", "null", "off", "on", "true", "yes"}
# Beyond it, an import of the package's deepest module does not fit into a line of 100.
LONGEST_PACKAGE_NAME = 24
LONGEST_SLUG = 50
LONGEST_NAME = 60
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PACKAGE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/+-]*)?")
# `git@host:team/name` and `ssh://git@host:22/team/name`.
SSH = re.compile(
    r"(?:[\w.-]+@(?P<short>[A-Za-z0-9.-]+):(?!/)"
    r"|ssh://(?:[\w.-]+@)?(?P<long>[A-Za-z0-9.-]+)(?::[0-9]+)?/)"
    r"(?P<path>[A-Za-z0-9._~/+-]+)",
    re.ASCII,
)


def preset_capabilities(preset: str) -> list[str]:
    """Return the capabilities that a preset ticks."""
    return PRESETS[preset]


def name_of(folder: str) -> str:
    """Derive a project's name from its folder's: `order-desk` gives `Order Desk`."""
    words = filter(None, re.split(r"[\W_]+", folder))
    name = " ".join(word[0].upper() + word[1:] for word in words)[:LONGEST_NAME].strip()
    return "My Service" if problem_with_line(name, LONGEST_NAME) else name


def slug_of(name: str) -> str:
    """Derive a slug from any text; what Latin letters cannot say is left out."""
    latin = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", latin).lstrip("-0123456789")
    slug = words[:LONGEST_SLUG].strip("-")
    candidates = (slug, f"{slug}-service", "my-service")
    return next(each for each in candidates if not problem_with_slug(each))


def package_of(slug: str) -> str:
    """Derive a package's name from a slug; where none can be, it is the one of services."""
    name = slug.replace("-", "_")[:LONGEST_PACKAGE_NAME].rstrip("_")
    return "app" if problem_with_package(name) else name


def web_address(url: str) -> str:
    """Return where a browser finds a repository that may be given by its SSH address."""
    found = SSH.fullmatch(url)
    if not found:
        return url
    return f"https://{found['short'] or found['long']}/{found['path'].removesuffix('.git')}"


def problem_with_line(text: str, longest: int) -> str:
    """Accept one line of printable text in any script, of 1 to `longest` characters."""
    if not text.strip():
        return "must not be empty"
    if text != text.strip():
        return "must have no space at its ends"
    if len(text) > longest:
        return f"must have at most {longest} characters"
    if not text.replace(" ", "").isprintable():
        return "must be one printable line"
    return ""


def problem_with_slug(slug: str) -> str:
    """Accept kebab-case that names no dependency, direct or not, and no program of one."""
    if not SLUG.fullmatch(slug):
        return "must be kebab-case: my-service"
    if len(slug) > LONGEST_SLUG:
        return f"must have at most {LONGEST_SLUG} characters"
    if slug in taken("distributions"):
        return "must not be a dependency's name"
    if slug in taken("programs"):
        return "must not be a dependency's program"
    if slug in DEVICES | YAML_WORDS:
        return "must not be a reserved word"
    return ""


def problem_with_package(name: str) -> str:
    """Accept a name in snake_case that shadows no module and that every file system takes."""
    if not PACKAGE.fullmatch(name):
        return "must be snake_case: my_service"
    if len(name) > LONGEST_PACKAGE_NAME:
        return f"must have at most {LONGEST_PACKAGE_NAME} characters"
    if name in taken("modules") | BESIDE | NEWER | set(sys.stdlib_module_names):
        return "is taken by another module"
    if name in DEVICES | YAML_WORDS or keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return "must not be a reserved word"
    return ""


def problem_with_email(address: str) -> str:
    """Accept nothing, or an address such as a mail server takes without quotes."""
    if address and not (EMAIL.fullmatch(address) and len(address) <= 254):  # noqa: PLR2004 - RFC 5321
        return "must be like team@example.com"
    return ""


def problem_with_url(url: str) -> str:
    """Accept nothing, or a repository's plain address on the web or over SSH."""
    is_address = URL.fullmatch(url) or SSH.fullmatch(url)
    if url and not (is_address and len(url) <= 200):  # noqa: PLR2004 - fits a line of TOML
        return "must be an https or SSH address"
    return ""


def problem_with_example(example: bool, database: str) -> str:
    """Accept the example domain where there is a database to keep it."""
    return "the example needs a database" if example and database == "none" else ""


def problem_with_database(database: str, framework: str) -> str:
    """Accept a database, and none where the framework can do without."""
    is_missing = database == "none" and framework == "django"
    return "Django needs a database" if is_missing else ""


def problem_with_library(library: str, framework: str) -> str:
    """Accept any library of commands where there are commands, and the default elsewhere."""
    is_useless = library != "typer" and framework != "cli"
    return "is for framework=cli alone" if is_useless else ""


def problem_with_preset(preset: str, framework: str) -> str:
    """Accept a preset whose capabilities fit."""
    is_useless = problem_with_capabilities(preset_capabilities(preset), framework)
    return "is not for framework=cli" if is_useless else ""


def problem_with_capabilities(capabilities: Sequence[str], framework: str) -> str:
    """Accept capabilities in a service that is called over HTTP."""
    return "must be empty for framework=cli" if capabilities and framework == "cli" else ""


def taken(kind: str) -> set[str]:
    """Return the names of all distributions, modules or programs in what the catalogue locks."""
    return set(json.loads(NAMES.read_text(encoding="utf-8"))[kind])


class AnswersExtension(Extension):
    """Makes the functions of this file globals."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            preset_capabilities=preset_capabilities,
            name_of=name_of,
            slug_of=slug_of,
            web_address=web_address,
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
            problem_with_preset=problem_with_preset,
        )
