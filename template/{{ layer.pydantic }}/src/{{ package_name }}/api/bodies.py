"""Response bodies that all services share."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal, Self

from pydantic import MISSING, BaseModel, ConfigDict


BODY_ERRORS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
RECORD_ERRORS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
CHANGE_ERRORS = (
    *RECORD_ERRORS,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.PRECONDITION_REQUIRED,
)


class FieldProblem(BaseModel):
    """A validation problem of one field or parameter."""

    field: str
    message: str


class ErrorBody(BaseModel):
    """The body of every error; some have additional members."""

    model_config = ConfigDict(extra="allow")

    error: str
    message: str
    fields: list[FieldProblem] | MISSING = MISSING
    problems: int | MISSING = MISSING


class Health(BaseModel):
    """The service is alive."""

    model_config = ConfigDict(
        json_schema_mode_override="serialization", json_schema_serialization_defaults_required=True
    )

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The service is ready; `degraded` if it does without a dependency that does not respond."""

    status: Literal["ok", "degraded"]
    checks: dict[str, Literal["ok", "failed"]]

    @classmethod
    def of(cls, passed: Mapping[str, bool]) -> Self:
        """Return the body for the results of checks, of which the required ones have passed."""
        return cls(
            status="ok" if all(passed.values()) else "degraded",
            checks={name: "ok" if is_ok else "failed" for name, is_ok in passed.items()},
        )
