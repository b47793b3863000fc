"""Parsing and rendering of JSON, the only format of the API."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import IO, Any, NoReturn, override

import orjson
from rest_framework.exceptions import NotAcceptable, ParseError, UnsupportedMediaType
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder


ENCODER = JSONEncoder()


class JSONParser(BaseParser):
    """Parses strict JSON: UTF-8, without NaN and infinities, and with limited nesting.

    Lone surrogates are accepted here, so that validation can report the field that contains them.
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
            UnsupportedMediaType: The content type is a range, such as `*/*`.
            ParseError: The body is not valid JSON.
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
    """Refuse `NaN` and the infinities, which are not valid JSON.

    Raises:
        ValueError: Always.
    """
    raise ValueError(name)


class JSONRenderer(BaseRenderer):
    """Renders JSON, with times in UTC and amounts of money as strings."""

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
        """Return the body, which is empty if there is no data."""
        return b"" if data is None else to_json(data)


class JSONNegotiation(DefaultContentNegotiation):
    """Selects JSON even if the `Accept` header does not include it.

    In a view with several renderers, the request selects one of them.
    """

    @override
    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer that the request accepts, or the first one."""
        first, *others = renderers
        if others:
            with suppress(NotAcceptable):
                selected: tuple[BaseRenderer, str] = super().select_renderer(
                    request, [first, *others], format_suffix
                )
                return selected
        return first, first.media_type


def to_json(data: Any) -> bytes:
    """Return data as JSON."""
    return orjson.dumps(data, default=encode, option=orjson.OPT_UTC_Z)


def encode(value: object) -> Any:
    """Convert a value without a JSON type as Django REST framework does, a price to two decimals.

    Raises:
        TypeError: Values of this type cannot be converted.
    """
    if isinstance(value, Decimal):
        text = str(value)
        padded = f"{value:.2f}"
        return padded if padded.startswith(text) else text
    return ENCODER.default(value)
