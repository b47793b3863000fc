"""Warehouses as callers send and see them."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Input, Output


class WarehouseCreate(Input):
    """A new warehouse."""

    name: Annotated[str, Field(min_length=1, max_length=100)]


class WarehouseRead(Output):
    """A warehouse."""

    id: int
    name: str


class WarehouseList(Output):
    """Every warehouse, by name."""

    warehouses: list[WarehouseRead]
