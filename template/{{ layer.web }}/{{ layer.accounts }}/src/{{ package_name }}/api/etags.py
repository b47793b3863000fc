"""Versions of records in HTTP: what `ETag` says, and what `If-Match` asks for."""

import re


ETAG = re.compile(r'"([1-9][0-9]{0,9})"', re.ASCII)


def etag(version: int) -> str:
    """Write the version of a record."""
    return f'"{version}"'


def versions_in(if_match: str) -> frozenset[int] | None:
    """Read the versions that a change may replace; None means whichever there is.

    A weak or malformed tag matches no version.
    """
    if if_match.strip() == "*":
        return None
    tags = (ETAG.fullmatch(tag.strip()) for tag in if_match.split(","))
    return frozenset(int(tag[1]) for tag in tags if tag)
