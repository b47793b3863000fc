"""The layers of the template that make up a service.

Each file in this folder uses only the standard library of Python 3.10, and imports no other file,
because an update loads the files of two versions into one process.
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
    """Map each layer to the name that its folder renders to: `.` if it is active, else nothing.

    A folder in another layer's folder requires both layers.
    """
    is_web = framework != "cli"
    has_database = database != "none"
    has_redis = is_web and not {"rate_limit", "cache"}.isdisjoint(capabilities)
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
        "metrics": is_web and "metrics" in capabilities,
        "tracing": "tracing" in capabilities,
        "instrumented": is_web and not {"metrics", "tracing"}.isdisjoint(capabilities),
        "sentry": "sentry" in capabilities,
        "reported": is_web and not {"sentry", "tracing"}.isdisjoint(capabilities),
        "profiling": "profiling" in capabilities,
        "rate_limit": is_web and "rate_limit" in capabilities,
        "cache": is_web and "cache" in capabilities,
        "redis": has_redis,
        "backing": has_database or has_redis,
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
    """Convert a choice to a name that Jinja can read as an attribute."""
    return re.sub(r"\W", "_", choice)


class LayersExtension(Extension):
    """Registers `active_layers` as a Jinja global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["active_layers"] = active_layers
