"""Versions of records in HTTP: the headers `ETag` and `If-Match`."""

import re


ETAG = re.compile(r'"([1-9][0-9]{0,9})"', re.ASCII)


def etag(version: int) -> str:
    """Return the `ETag` for the version of a record."""
    return f'"{version}"'


def versions_in(if_match: str) -> frozenset[int] | None:
    """Return the versions in `If-Match`, or None for `*`, which matches any version.

    Weak and malformed tags are ignored.

    Example:
        >>> sorted(versions_in('"1", W/"2", "3"'))
        [1, 3]
    """
    if if_match.strip() == "*":
        return None
    tags = (ETAG.fullmatch(tag.strip()) for tag in if_match.split(","))
    return frozenset(int(tag[1]) for tag in tags if tag)
