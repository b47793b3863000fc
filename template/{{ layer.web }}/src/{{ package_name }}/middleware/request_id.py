"""The request id, which connects the log lines of one request."""

import re
import uuid


WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id_of(given: str) -> str:
    """Return the caller's `X-Request-ID` if it is well-formed, or else a new id."""
    return given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
