"""The body that all errors share, in responses and in OpenAPI."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict


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
    """What is wrong with one field or parameter."""

    field: str
    message: str


class ErrorBody(BaseModel):
    """The body of every error; some carry more members."""

    model_config = ConfigDict(extra="allow")

    error: str
    message: str
    fields: list[FieldProblem] | None = None


def responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe errors in OpenAPI, for the `responses` of a route or router."""
    return {status.value: {"model": ErrorBody, "description": status.phrase} for status in statuses}


def error_response(
    status: int,
    code: str,
    message: str,
    *,
    headers: Mapping[str, str] | None = None,
    **details: Any,
) -> JSONResponse:
    """Write an error in the body that all errors share."""
    body = {"error": code, "message": message, **details}
    return JSONResponse(body, status_code=status, headers=headers)
