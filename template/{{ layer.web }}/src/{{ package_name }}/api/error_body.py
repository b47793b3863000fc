"""The response body of all errors."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from pydantic_core import to_jsonable_python


# A request body can have thousands of problems, and the first few are enough.
MOST_FIELDS = 20
LONGEST_NAME = 100


def error_body(code: str, message: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an error as JSON values.

    Details named `error` or `message` are left out.
    """
    readable = to_jsonable_python(dict(details), inf_nan_mode="null", bytes_mode="base64")
    return {**readable, "error": code, "message": message}


def problem_details(problems: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the details of a validation error: the first fields and the number of problems.

    Args:
        problems: The name and the message of each invalid field.
    """
    remaining = iter(problems)
    fields = [
        {"field": readable_name(name), "message": message}
        for name, message in islice(remaining, MOST_FIELDS)
    ]
    return {"fields": fields, "problems": len(fields) + sum(1 for _ in remaining)}


def readable_name(name: str) -> str:
    """Return a name from a request, shortened and with lone surrogates escaped."""
    return name[:LONGEST_NAME].encode("utf-8", "backslashreplace").decode()
