"""Response bodies that all services share."""

from http import HTTPStatus
from typing import Literal

from pydantic import MISSING, BaseModel, ConfigDict


BODY_ERRORS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
CHANGE_ERRORS = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
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


class Readiness(Health):
    """The service is ready, and its dependencies respond."""

    checks: dict[str, Literal["ok"]]
