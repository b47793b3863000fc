"""Warehouses as callers send and see them."""

from app.schemas.base import Input, Name, Output


class WarehouseCreate(Input):
    """A new warehouse."""

    name: Name


class WarehouseRead(Output):
    """A warehouse."""

    id: int
    name: str


class WarehouseList(Output):
    """Every warehouse, by name."""

    warehouses: list[WarehouseRead]
