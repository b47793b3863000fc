"""Values as a cache stores them."""

import json
import random
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class Hit[T]:
    """A value that was found, which may be None."""

    value: T


class Codec[T]:
    """Converts values of one type to bytes, and back.

    Attributes:
        fingerprint: What the bytes begin with. It depends on the type, so that a deployment that
            changes the type does not read what an earlier one has stored.
    """

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        schema = without_texts(self._adapter.json_schema(mode="serialization"))
        text = json.dumps(schema, sort_keys=True).encode()
        self.fingerprint = blake2b(text, digest_size=8).digest()

    def encode(self, value: T) -> bytes:
        """Return the value as bytes.

        Raises:
            PydanticSerializationError: The value is not of this type.
        """
        data = self._adapter.dump_json(value, by_alias=True, round_trip=True, warnings="error")
        return self.fingerprint + data

    def decode(self, data: bytes | None) -> Hit[T] | None:
        """Return the value in these bytes, or None if they are not of this type."""
        if data is None or not data.startswith(self.fingerprint):
            return None
        try:
            return Hit(self._adapter.validate_json(data[len(self.fingerprint) :]))
        except ValidationError:
            return None


def without_texts(schema: Any) -> Any:
    """Return a JSON schema without its titles and descriptions, which readers alone need."""
    if isinstance(schema, list):
        return [without_texts(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: without_texts(value)
        for name, value in schema.items()
        # A property of this name is described by an object.
        if name not in {"title", "description"} or not isinstance(value, str)
    }


@cache
def codec_of(kind: Any) -> Codec[Any]:
    """Return the codec of a type."""
    return Codec(kind)


def jittered(seconds: float) -> int:
    """Return 90 to 100 % of these seconds in milliseconds, so that values expire one by one."""
    return max(round(seconds * random.uniform(900, 1000)), 1)  # noqa: S311 - not a secret
