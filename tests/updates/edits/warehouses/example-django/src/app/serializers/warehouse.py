"""Warehouses as callers send and see them."""

from typing import Any, ClassVar

from rest_framework import serializers

from app.models.warehouse import Warehouse
from app.serializers.base import Input, Output


class WarehouseCreate(Input):
    """A new warehouse."""

    name = serializers.CharField(max_length=100)


class WarehouseRead(Output[Warehouse]):
    """A warehouse."""

    class Meta:
        model = Warehouse
        fields: ClassVar[tuple[str, ...]] = ("id", "name")


class WarehouseList(serializers.Serializer[dict[str, Any]]):
    """Every warehouse, by name."""

    warehouses = WarehouseRead(many=True)
