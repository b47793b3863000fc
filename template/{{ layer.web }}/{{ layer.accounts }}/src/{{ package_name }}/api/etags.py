"""Versions of records in HTTP: the headers `ETag`, `If-Match` and `If-None-Match`."""

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


def is_seen(version: int, if_none_match: str) -> bool:
    """Return whether `If-None-Match` contains the `ETag` of a version, weak or not, or is `*`.

    Example:
        >>> is_seen(2, 'W/"2", "7"')
        True
    """
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag(version) in tags or tags == {"*"}
