"""Caches Copier's compiled templates.

Copier renders every part of every path, and looks up the name of the answers file each time.
Compiling these texts takes a third of an update. Each file in this folder uses only the standard
library of Python 3.10, and imports no other file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2.ext import Extension


if TYPE_CHECKING:
    from jinja2 import Environment


class CompilingExtension(Extension):
    """Caches the results of `from_string` for the lifetime of the environment."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.from_string = cache(environment.from_string)  # type: ignore[assignment, method-assign]
