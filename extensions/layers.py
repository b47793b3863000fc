"""Which layers of the template make up a service.

Like each file in this folder it stands alone, on the standard library of Python 3.10: an update
loads the old version's and the new version's into one process.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment


CHOICES = {
    "framework": ("fastapi", "flask", "django", "cli"),
    "cli_library": ("typer", "click"),
    "database": ("postgresql", "mysql", "sqlite"),
    "ci": ("github", "gitlab"),
    "license": ("mit", "apache-2.0", "bsd-3-clause", "proprietary"),
}


def active_layers(
    framework: str,
    database: str,
    capabilities: Sequence[str],
    *,
    example: bool,
    cli_library: str,
    ci: str,
    license: str,  # noqa: A002 - the name of the question
) -> dict[str, str]:
    """Map each layer to what its folder's name renders to: `.` when it is chosen, else nothing.

    A folder in a folder is for services that have both layers.
    """
    is_web = framework != "cli"
    has_database = database != "none"
    has_auth = is_web and ("auth" in capabilities or example)
    chosen = {
        "base": True,
        "web": is_web,
        "pydantic": framework in {"fastapi", "flask"},
        "wsgi": framework in {"flask", "django"},
        "database": has_database,
        "server": database in {"postgresql", "mysql"},
        "sqlalchemy": has_database and framework != "django",
        "sync": has_database and framework in {"flask", "cli"},
        "auth": has_auth,
        "principal": has_auth and not example,
        "accounts": is_web and example,
        "example": example,
        "bare": not example,
        "ci": ci != "none",
        "open_source": license != "proprietary",
    }
    answers = {
        "framework": framework,
        "cli_library": "" if is_web else cli_library,
        "database": database,
        "ci": ci,
        "license": license,
    }
    for question, answer in answers.items():
        chosen |= {identifier(choice): choice == answer for choice in CHOICES[question]}
    return {layer: "." if is_chosen else "" for layer, is_chosen in chosen.items()}


def identifier(choice: str) -> str:
    """Write a choice as a name that Jinja reads after a dot."""
    return re.sub(r"\W", "_", choice)


class LayersExtension(Extension):
    """Makes `active_layers` a global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["active_layers"] = active_layers
