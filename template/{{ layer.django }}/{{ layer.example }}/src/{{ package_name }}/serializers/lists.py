"""Lists in request bodies, and values of `sort` parameters."""

from typing import Any, ClassVar

from rest_framework import serializers


class ListOf(serializers.ListSerializer[Any]):
    """A list of objects."""

    default_error_messages: ClassVar = {
        "not_a_list": "Must be a list.",
        "empty": "Must not be empty.",
        "max_length": "Must have at most {max_length} entries.",
        "null": "Must not be null.",
        "required": "Is required.",
    }


def both_ways(*fields: str) -> list[str]:
    """Return the values of a `sort` parameter: each field, and with `-` its descending order."""
    return [f"{sign}{field}" for field in fields for sign in ("", "-")]
