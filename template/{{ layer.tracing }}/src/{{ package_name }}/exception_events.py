"""Exceptions as events of spans."""

import traceback

from opentelemetry.trace import Span


def add_exception(span: Span, error: BaseException) -> None:
    """Add an event with the type and the stack trace of an exception.

    Its message may contain personal data, so it is in the log only.
    """
    name = type_of(error)
    frames = traceback.format_tb(error.__traceback__)
    span.add_event(
        "exception",
        {"exception.type": name, "exception.stacktrace": "".join([*frames, f"{name}\n"])},
    )


def type_of(error: BaseException) -> str:
    """Return the name of the type of an exception, such as `sqlalchemy.exc.DataError`."""
    kind = type(error)
    is_builtin = kind.__module__ == "builtins"
    return kind.__qualname__ if is_builtin else f"{kind.__module__}.{kind.__qualname__}"
