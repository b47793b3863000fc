"""The content of the body that all errors share."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from pydantic_core import to_jsonable_python


# A body of the allowed size can have thousands of problems; more than a few help nobody.
MOST_FIELDS = 20
LONGEST_NAME = 100


def error_body(code: str, message: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an error as values that JSON has.

    A detail that is called `error` or `message` is left out.
    """
    readable = to_jsonable_python(dict(details), inf_nan_mode="null", bytes_mode="base64")
    return {**readable, "error": code, "message": message}


def problem_details(problems: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the details of a validation error: its first fields, and how many problems it has.

    Args:
        problems: The name of each faulty field, and what is wrong with it.
    """
    remaining = iter(problems)
    fields = [
        {"field": readable_name(name), "message": message}
        for name, message in islice(remaining, MOST_FIELDS)
    ]
    return {"fields": fields, "problems": len(fields) + sum(1 for _ in remaining)}


def readable_name(name: str) -> str:
    """Return a name that a caller made up, shortened, and with lone surrogates escaped."""
    return name[:LONGEST_NAME].encode("utf-8", "backslashreplace").decode()
