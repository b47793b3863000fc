"""Lets Copier compile each piece of text once.

It renders every part of the path of every file, and looks up the name of the answers file each
time; compiling those is a third of what an update takes. Like each file in this folder this one
stands alone, on the standard library of Python 3.10.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2.ext import Extension


if TYPE_CHECKING:
    from jinja2 import Environment


class CompilingExtension(Extension):
    """Makes `from_string` remember what it has compiled, for as long as its environment lives."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.from_string = cache(environment.from_string)  # type: ignore[assignment, method-assign]
