"""Limits on the length of request bodies."""

from collections.abc import Callable
from typing import Any


def body_limit[ViewT: Callable[..., Any]](max_bytes: int) -> Callable[[ViewT], ViewT]:
    """Give one route a limit other than `MAX_BODY_BYTES`.

    Place it directly above the function or method, below its other decorators:

        @body_limit(5 * 2**20)
        def upload_report(...): ...
    """

    def mark(view: ViewT) -> ViewT:
        view.max_body_bytes = max_bytes  # type: ignore[attr-defined]
        return view

    return mark


def body_limit_of(view: object, *, default: int) -> int:
    """Return the maximum length of a request body for this view."""
    limit: int = getattr(view, "max_body_bytes", default)
    return limit
