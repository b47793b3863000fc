"""Validators of text."""

import re


# NUL, which databases cannot store, and lone surrogates, which UTF-8 cannot encode.
NO_TEXT = re.compile("[\0\ud800-\udfff]")
# These, all other control characters, and Unicode's separators of lines and paragraphs.
NO_LINE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Python's `int` also accepts `+1`, `1_0` and digits of other scripts.
WHOLE_NUMBER = re.compile("-?[0-9]+")


def require_text(text: str) -> str:
    """Return the text unchanged if databases can store it.

    Raises:
        ValueError: The text contains a NUL character or a lone surrogate.
    """
    if NO_TEXT.search(text):
        message = "Must be Unicode text without NUL characters."
        raise ValueError(message)
    return text


def require_line(text: str) -> str:
    """Return the text unchanged if it is a single line.

    Raises:
        ValueError: The text contains a control character, a line break or a lone surrogate.
    """
    if NO_LINE.search(text):
        message = "Must be one line without control characters."
        raise ValueError(message)
    return text


def require_digits[ValueT](value: ValueT) -> ValueT:
    """Return the value unchanged unless it is a string other than an integer in ASCII digits.

    Raises:
        ValueError: The value is such a string.
    """
    if isinstance(value, str) and not WHOLE_NUMBER.fullmatch(value):
        message = "Must be a whole number."
        raise ValueError(message)
    return value
