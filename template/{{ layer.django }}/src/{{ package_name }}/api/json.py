"""JSON parsing and rendering, the only format of the API."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn, override

import orjson
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder


ENCODER = JSONEncoder()


class JSONParser(BaseParser):
    """Parses strict JSON: UTF-8, without NaN, and of limited depth.

    Lone surrogates are accepted here, because the fields' validation names the field.
    """

    media_type = "application/json"

    @override
    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body.

        Raises:
            UnsupportedMediaType: The request names a range of types, `*/*`.
            ParseError: It is not JSON.
        """
        if media_type and "*" in media_type.partition(";")[0]:
            raise UnsupportedMediaType(media_type)
        try:
            text = stream.read().decode("utf-8-sig", "surrogatepass")
            return json.loads(text, parse_constant=refuse_constant)
        except (ValueError, RecursionError) as error:
            message = "The body is not JSON."
            raise ParseError(message) from error


def refuse_constant(name: str) -> NoReturn:
    """Reject `NaN` and the infinities, which are not JSON.

    Raises:
        ValueError: Always.
    """
    raise ValueError(name)


class JSONRenderer(BaseRenderer):
    """Renders JSON, with times in UTC and decimals as strings."""

    media_type = "application/json"
    format = "json"
    charset = None

    @override
    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the body, which is empty for a response without data."""
        return b"" if data is None else to_json(data)


class JSONNegotiation(DefaultContentNegotiation):
    """Selects JSON whatever the `Accept` header contains."""

    @override
    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer."""
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


def to_json(data: Any) -> bytes:
    """Return the data as JSON."""
    return orjson.dumps(data, default=encode, option=orjson.OPT_UTC_Z)


def encode(value: object) -> Any:
    """Return the JSON value of an object, and a decimal with at least two decimals.

    Raises:
        TypeError: The type is not supported.
    """
    if isinstance(value, Decimal):
        text = str(value)
        padded = f"{value:.2f}"
        return padded if padded.startswith(text) else text
    return ENCODER.default(value)
