"""Which text callers may send."""

import re


# NUL, which databases cannot store, and lone surrogates, which no encoding can write.
NO_TEXT = re.compile("[\0\ud800-\udfff]")
# The control characters, and what Unicode has for the ends of lines and paragraphs.
NO_LINE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Python reads `+1`, `1_0` and digits of other scripts, too.
WHOLE_NUMBER = re.compile("-?[0-9]+")


def require_text(text: str) -> str:
    """Return the text.

    Raises:
        ValueError: It contains a NUL character or a lone surrogate.
    """
    if NO_TEXT.search(text):
        message = "Must be Unicode text without NUL characters."
        raise ValueError(message)
    return text


def require_line(text: str) -> str:
    """Return the text.

    Raises:
        ValueError: It contains a control character, a line break or a lone surrogate.
    """
    if NO_LINE.search(text):
        message = "Must be one line without control characters."
        raise ValueError(message)
    return text


def require_digits[ValueT](value: ValueT) -> ValueT:
    """Return the value, which is a whole number in digits if it is a text.

    Raises:
        ValueError: It is another text.
    """
    if isinstance(value, str) and not WHOLE_NUMBER.fullmatch(value):
        message = "Must be a whole number."
        raise ValueError(message)
    return value
