"""How long the body of a request may be."""

from collections.abc import Callable
from typing import Any


def body_limit[ViewT: Callable[..., Any]](max_bytes: int) -> Callable[[ViewT], ViewT]:
    """Let one route take bodies of another length than `MAX_BODY_BYTES`.

    It stands directly above the function:

        @router.post("/reports")
        @body_limit(5 * 2**20)
        async def upload_report(...): ...
    """

    def mark(view: ViewT) -> ViewT:
        view.max_body_bytes = max_bytes  # type: ignore[attr-defined]
        return view

    return mark


def body_limit_of(view: object, *, default: int) -> int:
    """Return how long a body the view takes."""
    limit: int = getattr(view, "max_body_bytes", default)
    return limit
