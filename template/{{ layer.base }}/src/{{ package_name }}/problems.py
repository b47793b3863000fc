"""Messages for pydantic's validation errors, in the application's own wording."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import SecretStr
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType


SENTENCES = {
    "missing": "Is required.",
    "extra_forbidden": "Is not known.",
    "greater_than": "Must be more than {gt}.",
    "greater_than_equal": "Must be at least {ge}.",
    "less_than": "Must be less than {lt}.",
    "less_than_equal": "Must be at most {le}.",
    "multiple_of": "Must be a multiple of {multiple_of}.",
    "finite_number": "Must be a number.",
    "decimal_max_digits": "Must have at most {max_digits} digits.",
    "decimal_max_places": "Must have at most {decimal_places} decimals.",
    "decimal_whole_digits": "Must have at most {whole_digits} digits before the point.",
    "string_too_short": "Must have at least {min_length} characters.",
    "string_too_long": "Must have at most {max_length} characters.",
    "too_short": "Must have at least {min_length} entries.",
    "too_long": "Must have at most {max_length} entries.",
    "string_pattern_mismatch": "Does not have the expected form.",
    "string_unicode": "Must be Unicode text without NUL characters.",
    "enum": "Must be {expected}.",
    "literal_error": "Must be {expected}.",
}
# The expected value by the first part of an error type, such as `int` of `int_parsing`.
NOUNS = {
    "string": "text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "date": "a date, such as 2026-11-25",
    "datetime": "a date and time, such as 2026-11-25T09:30:00Z",
    "time": "a time, such as 09:30:00",
    "uuid": "a UUID",
    "url": "a URL",
    "list": "a list",
    "set": "a list",
    "tuple": "a list",
    "dict": "an object",
    "mapping": "an object",
    "model": "an object",
}
KNOWN = frozenset(get_args(ErrorType))


def problems_of(errors: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the name and the message of each invalid field; the whole body is named `body`.

    Args:
        errors: Errors as returned by `ValidationError.errors`.
    """
    return (
        (".".join(map(str, error["loc"])) or "body", sentence_of(error, error.get("ctx", {})))
        for error in errors
    )


def sentence_of(error: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """Return the message for an error, without terms from the code."""
    kind, value = str(error["type"]), error.get("input")
    if value is None and not error["loc"]:
        # The whole body is missing or null.
        return "Must be an object."
    if kind in {"value_error", "assertion_error"}:
        return str(context["error"])
    if kind not in KNOWN:
        # A PydanticCustomError of the application.
        return str(error["msg"])
    if value is None and kind != "missing":
        return "Must not be null."
    if kind in {"too_short", "too_long"} and isinstance(value, str | SecretStr):
        # Pydantic reports the length of a SecretStr with the error types of lists.
        kind = f"string_{kind}"
    if context.get("min_length") == 1:
        return "Must not be empty."
    noun = NOUNS.get(kind.partition("_")[0], "")
    default = f"Must be {noun}." if noun else "Is not valid."
    return SENTENCES.get(kind, default).format_map(context)


def clause_of(problem: ErrorDetails) -> str:
    """Return the message without a capital letter and a full stop, for use inside a line."""
    sentence = sentence_of(problem, problem.get("ctx", {})).rstrip(".")
    return sentence[:1].lower() + sentence[1:]
