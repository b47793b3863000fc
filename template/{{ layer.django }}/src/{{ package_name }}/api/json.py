"""JSON in and out: the only format of the API, whatever a caller asks for."""

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
    """Reads strict JSON: in UTF-8, without NaN, and not nested without end.

    A lone surrogate is let through, so that the field that holds it can be named.
    """

    media_type = "application/json"

    @override
    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return what the body holds.

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
    """Refuse `NaN` and the infinities, which JavaScript has and JSON has not.

    Raises:
        ValueError: Always.
    """
    raise ValueError(name)


class JSONRenderer(BaseRenderer):
    """Writes JSON, with times in UTC and money as text."""

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
        """Return the body; a response without data has none."""
        return b"" if data is None else to_json(data)


class JSONNegotiation(DefaultContentNegotiation):
    """Answers JSON even to callers that ask for something else."""

    @override
    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Choose the first renderer."""
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


def to_json(data: Any) -> bytes:
    """Write data as JSON."""
    return orjson.dumps(data, default=encode, option=orjson.OPT_UTC_Z)


def encode(value: object) -> Any:
    """Write what JSON has not as Django REST framework does, and a price with its zeros.

    Raises:
        TypeError: There is nothing to write for such a value.
    """
    if isinstance(value, Decimal):
        text = str(value)
        padded = f"{value:.2f}"
        return padded if padded.startswith(text) else text
    return ENCODER.default(value)
