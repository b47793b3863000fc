"""Ids of records in text, such as in paths."""

import re


# The largest value of an INTEGER column.
LARGEST_ID = 2_147_483_647
# Python's `int` also accepts `+1`, `1_0` and digits of other scripts.
ID = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)


def parse_id(text: str) -> int:
    """Return the id.

    Raises:
        ValueError: The text is not an id from 1 to the largest one, without leading zeros.
    """
    if not ID.fullmatch(text) or int(text) > LARGEST_ID:
        message = f"Must be a whole number from 1 to {LARGEST_ID}."
        raise ValueError(message)
    return int(text)
