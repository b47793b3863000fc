"""The address of a Sentry project."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


FORM = re.compile(r"https?://[\w-]+(:[\w-]+)?@[\w.-]+(:[0-9]+)?(/[\w.-]+)*/[0-9]+")


def checked(value: str) -> str:
    """Return the value unchanged if it is a DSN.

    Raises:
        ValueError: The value is not a DSN.
    """
    try:
        is_dsn = FORM.fullmatch(value) is not None and urlsplit(value).port != 0
    except ValueError:
        is_dsn = False
    if not is_dsn:
        message = "Must be a DSN such as https://key@sentry.example.com/1."
        raise ValueError(message)
    return value


Dsn = Annotated[str, AfterValidator(checked)]
