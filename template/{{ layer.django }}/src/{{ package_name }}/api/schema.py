"""Descriptions of operations in OpenAPI."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers


BODY_ERRORS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
RECORD_ERRORS = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
CHANGE_ERRORS = (
    *RECORD_ERRORS,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.PRECONDITION_REQUIRED,
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag last seen, or *.",
)


class FieldProblemSerializer(serializers.Serializer[dict[str, str]]):
    """A problem with one field or parameter."""

    field = serializers.CharField()
    message = serializers.CharField()


class ErrorBodySerializer(serializers.Serializer[dict[str, Any]]):
    """The body of every error. Some errors have further fields."""

    error = serializers.CharField()
    message = serializers.CharField()
    fields = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]
    problems = serializers.IntegerField(required=False)


def describe[ViewT: Callable[..., Any]](
    operation_id: str,
    success: type[serializers.Serializer[Any]] | None,
    *errors: HTTPStatus,
    status: HTTPStatus = HTTPStatus.OK,
    body: type[serializers.Serializer[Any]] | None = None,
    parameters: Sequence[OpenApiParameter | type[serializers.Serializer[Any]]] = (),
) -> Callable[[ViewT], ViewT]:
    """Describe an operation: its request body, parameters, success response and possible errors."""
    failures = {error.value: OpenApiResponse(ErrorBodySerializer, error.phrase) for error in errors}
    described: Callable[[ViewT], ViewT] = extend_schema(
        operation_id=operation_id,
        request=body,
        parameters=list(parameters),
        responses={status.value: OpenApiResponse(success, status.phrase), **failures},
    )
    return described


def path_id(name: str) -> OpenApiParameter:
    """Return the description of a path parameter with a record's id."""
    schema = {"type": "integer", "minimum": 1, "maximum": 2_147_483_647}
    return OpenApiParameter(name, schema, OpenApiParameter.PATH)
