"""What all serializers share."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError


class TextField(serializers.CharField):
    """Text, and nothing that could be written as text."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text; raises ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Input(serializers.Serializer[dict[str, Any]]):
    """What a caller sends; a member that is not known is refused."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the valid members; raises ValidationError with every problem there is."""
        names = data.keys() - self.fields.keys() if isinstance(data, Mapping) else set()
        problems: dict[str, Any] = {name: ["This member is not known."] for name in sorted(names)}
        try:
            members: dict[str, Any] = super().to_internal_value(data)
        except ValidationError as error:
            detail: Any = error.detail
            raise ValidationError({**detail, **problems}) from error
        if problems:
            raise ValidationError(problems)
        return members


class Change(Input):
    """A partial change: members left out stay as they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, partial=True, **options)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Refuse a change that changes nothing."""
        if data == {}:
            raise ValidationError({"non_field_errors": ["At least one member is required."]})
        return super().to_internal_value(data)


class PageQuery(Input):
    """Which part of a list is asked for."""

    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class Output[ModelT: Any](serializers.ModelSerializer[ModelT]):
    """What the service answers.

    The fields describe it; the values go out as they are, since the renderer can write them all.
    """

    def to_representation(self, instance: ModelT) -> dict[str, Any]:
        """Read the fields off the record."""
        return {name: getattr(instance, name) for name in self.Meta.fields}


class Message(serializers.Serializer[dict[str, str]]):
    """A sentence for people."""

    message = serializers.CharField()


def validated(serializer: type[Input], data: Any) -> dict[str, Any]:
    """Return the members of what a caller sent; raises ValidationError."""
    checked = serializer(data=data)
    checked.is_valid(raise_exception=True)
    members: dict[str, Any] = checked.validated_data
    return members
