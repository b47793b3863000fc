"""The fields of serializers for responses, compiled once instead of at each response."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone
from rest_framework import serializers


# Fields whose values have JSON types, and fields whose values must be converted.
PLAIN = (
    serializers.BooleanField,
    serializers.CharField,
    serializers.ChoiceField,
    serializers.EmailField,
    serializers.IntegerField,
    serializers.ReadOnlyField,
)
WRITTEN = (
    serializers.BigIntegerField,
    serializers.DateField,
    serializers.DateTimeField,
    serializers.DecimalField,
    serializers.DurationField,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of a serializer.

    Attributes:
        columns: The column of each field in a row, for a related record that of its primary key.
        related: The layouts of the fields that are related records.
        writers: The conversions of the fields without a JSON type.
    """

    columns: dict[str, str]
    related: tuple[tuple[str, "Layout"], ...]
    writers: tuple[tuple[str, Callable[[Any], Any]], ...]

    def selected(self) -> tuple[str, ...]:
        """Return the columns that a row must have, including those of related records."""
        of_related = (column for _, layout in self.related for column in layout.selected())
        return (*self.columns.values(), *of_related)

    def of_row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a row."""
        values = {name: row[column] for name, column in self.columns.items()}
        for name, layout in self.related:
            if values[name] is not None:
                values[name] = layout.of_row(row)
        return self.converted(values)

    def of_record(self, record: Model) -> dict[str, Any]:
        """Return the fields of a record."""
        values = {name: getattr(record, name) for name in self.columns}
        for name, layout in self.related:
            if values[name] is not None:
                values[name] = layout.of_record(values[name])
        return self.converted(values)

    def converted(self, values: dict[str, Any]) -> dict[str, Any]:
        """Convert the values without a JSON type in place."""
        for name, write in self.writers:
            if values[name] is not None:
                values[name] = write(values[name])
        return values


def current_zone() -> tzinfo | None:
    """Return the time zone in which Django REST framework writes times."""
    return timezone.get_current_timezone() if settings.USE_TZ else None


@lru_cache(maxsize=1000)
def layout_of(
    serializer: type[serializers.ModelSerializer[Any]], zone: tzinfo | None, prefix: str = ""
) -> Layout | None:
    """Return the layout of a serializer that writes times in this zone.

    The result is None if a field is neither a column nor an annotation nor a related record of the
    same name. In a row, names of columns have the prefix.
    """
    fields, model = serializer().fields, serializer.Meta.model
    related: dict[str, Layout] = {}
    for name, field in fields.items():
        if layout := layout_of_related(model, name, field, zone, prefix):
            related[name] = layout
        elif not is_column(model, name, field):
            return None
    for field in fields.values():
        if isinstance(field, serializers.DateTimeField) and zone and not hasattr(field, "timezone"):
            # The field would otherwise look up the zone for each value.
            field.timezone = zone
    writers = tuple(
        (name, field.to_representation) for name, field in fields.items() if type(field) in WRITTEN
    )
    columns = {
        name: prefix + (f"{name}__pk" if name in related else name) for name, _ in fields.items()
    }
    return Layout(columns, tuple(related.items()), writers)


def layout_of_related(
    model: type[Model],
    name: str,
    field: serializers.Field[Any, Any, Any, Any],
    zone: tzinfo | None,
    prefix: str,
) -> Layout | None:
    """Return the layout of a field that is the record of a foreign key, or None."""
    layout = getattr(field, "layout", None)
    is_key = isinstance(getattr(model, name, None), ForwardManyToOneDescriptor)
    return layout(zone, f"{prefix}{name}__") if layout and is_key and field.source == name else None


def is_column(model: type[Model], name: str, field: serializers.Field[Any, Any, Any, Any]) -> bool:
    """Return whether a field is a column or an annotation, and has one of the types above."""
    # A name that is not an attribute of the model is an annotation.
    attribute = getattr(model, name, None)
    is_read = attribute is None or isinstance(attribute, DeferredAttribute)
    return is_read and field.source == name and type(field) in (*PLAIN, *WRITTEN)
