"""The id that joins what one request caused."""

import re
import uuid


WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id_of(given: str) -> str:
    """Take the caller's `X-Request-ID` if it is well formed, else make one."""
    return given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
