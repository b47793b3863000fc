"""The request id, which connects the log lines of one request."""

import re
import uuid

import structlog


WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id_of(given: str) -> str:
    """Return the caller's `X-Request-ID` if it is well-formed, or else a new id."""
    return given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex


def get_request_id() -> str | None:
    """Return the id of the current request, or None outside of a request."""
    request_id: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return request_id
