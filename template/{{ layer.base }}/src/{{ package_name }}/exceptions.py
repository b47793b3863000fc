"""What can go wrong in the domain; nothing here knows about HTTP."""

from typing import Any, ClassVar


class AppError(Exception):
    """Base of every error that the service raises on purpose.

    Attributes:
        code: Stable snake_case name, which callers may branch on.
        message: One sentence for people.
        details: Data that goes with it, safe to show to the caller.
    """

    code: ClassVar[str] = "app_error"

    def __init__(self, message: str, /, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotFoundError(AppError):
    """What was asked for does not exist."""

    code = "not_found"


class ConflictError(AppError):
    """The change contradicts the present state."""

    code = "conflict"


class InvalidInputError(AppError):
    """The input is well formed, and cannot be used."""

    code = "invalid_input"


class AuthenticationError(AppError):
    """Nobody, or nobody known, is asking."""

    code = "not_authenticated"

    def __init__(self, message: str = "A valid access token is required.") -> None:
        super().__init__(message)


class PermissionDeniedError(AppError):
    """The caller may not do this."""

    code = "permission_denied"


class StaleVersionError(AppError):
    """The record has changed since the caller last saw it."""

    code = "precondition_failed"

    def __init__(self) -> None:
        super().__init__("The record has changed; read it again and repeat the change.")
