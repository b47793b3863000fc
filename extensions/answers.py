"""Defaults and validators of the questions. A validator returns a message, or "" if valid.

Each file in this folder uses only the standard library of Python 3.10, and imports no other file.
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


PRESETS: dict[str, list[str]] = {"minimal": [], "standard": ["auth", "metrics"]}
# Capabilities that a command-line program can have.
OF_PROGRAMS = {"tracing", "sentry", "profiling"}
# What `tools/names.py` finds in what the catalogue locks.
NAMES = Path(__file__).with_name("catalogue") / "names.json"
# Names of files and folders beside `src/`, and of modules in them.
BESIDE = {"alembic", "conftest", "dev", "local", "manage", "src", "static", "test", "tests"}
# Modules of the standard library that only newer Python versions have.
NEWER = {"annotationlib", "compression", "tomllib"}
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
DEVICES = {"con", "prn", "aux", "nul"} | PORTS
# Words that YAML does not parse as text.
YAML_WORDS = {"false", "no", "null", "off", "on", "true", "yes"}
# With a longer name, an import of the package's deepest module exceeds a line of 100 characters.
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
    """Return the capabilities that a preset selects."""
    return PRESETS[preset]


def name_of(folder: str) -> str:
    """Derive a project's name from its folder: `order-desk` becomes `Order Desk`."""
    words = filter(None, re.split(r"[\W_]+", folder))
    name = " ".join(word[0].upper() + word[1:] for word in words)[:LONGEST_NAME].strip()
    return "My Service" if problem_with_line(name, LONGEST_NAME) else name


def slug_of(name: str) -> str:
    """Derive a slug from any text. Characters without a Latin equivalent are left out."""
    latin = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", latin).lstrip("-0123456789")
    slug = words[:LONGEST_SLUG].strip("-")
    candidates = (slug, f"{slug}-service", "my-service")
    return next(each for each in candidates if not problem_with_slug(each))


def package_of(slug: str) -> str:
    """Derive a package name from a slug, or return `app` if the result is not a valid name."""
    name = slug.replace("-", "_")[:LONGEST_PACKAGE_NAME].rstrip("_")
    return "app" if problem_with_package(name) else name


def web_address(url: str) -> str:
    """Return the web address of a repository that may be given by its SSH address."""
    found = SSH.fullmatch(url)
    if not found:
        return url
    return f"https://{found['short'] or found['long']}/{found['path'].removesuffix('.git')}"


def problem_with_line(text: str, longest: int) -> str:
    """Accept a line of printable text in any script, of 1 to `longest` characters."""
    if not text.strip():
        return "must not be empty"
    if text != text.strip():
        return "must not begin or end with a space"
    if len(text) > longest:
        return f"must have at most {longest} characters"
    if not text.replace(" ", "").isprintable():
        return "must be one printable line"
    return ""


def problem_with_slug(slug: str) -> str:
    """Accept kebab-case that names neither a direct or indirect dependency nor a program of one."""
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
    """Accept snake_case that shadows no module and is a valid file name on every platform."""
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
    """Accept an empty text, or an address that mail servers accept without quotes."""
    if address and not (EMAIL.fullmatch(address) and len(address) <= 254):  # noqa: PLR2004 - RFC 5321
        return "must be like team@example.com"
    return ""


def problem_with_url(url: str) -> str:
    """Accept an empty text, or the address of a repository on the web or over SSH."""
    is_address = URL.fullmatch(url) or SSH.fullmatch(url)
    if url and not (is_address and len(url) <= 200):  # noqa: PLR2004 - fits a line of TOML
        return "must be an https or SSH address"
    return ""


def problem_with_example(example: bool, database: str) -> str:
    """Accept the example domain if there is a database."""
    return "the example needs a database" if example and database == "none" else ""


def problem_with_database(database: str, framework: str) -> str:
    """Accept any database, and none if the framework does not need one."""
    is_missing = database == "none" and framework == "django"
    return "Django needs a database" if is_missing else ""


def problem_with_library(library: str, framework: str) -> str:
    """Accept any command library for a program, and only the default otherwise."""
    is_useless = library != "typer" and framework != "cli"
    return "is only for framework=cli" if is_useless else ""


def problem_with_preset(preset: str, framework: str) -> str:
    """Accept a preset whose capabilities the framework supports."""
    is_useless = problem_with_capabilities(preset_capabilities(preset), framework)
    return "is not for framework=cli" if is_useless else ""


def problem_with_capabilities(capabilities: Sequence[str], framework: str) -> str:
    """Accept any capability for web services, and some of them for command-line programs."""
    refused = [each for each in capabilities if framework == "cli" and each not in OF_PROGRAMS]
    return f"{refused[0]} needs a web service" if refused else ""


def taken(kind: str) -> set[str]:
    """Return the names of all distributions, modules or programs that the catalogue locks."""
    return set(json.loads(NAMES.read_text(encoding="utf-8"))[kind])


class AnswersExtension(Extension):
    """Registers the functions of this file as Jinja globals."""

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
