"""Warehouses in the database."""

from collections.abc import Sequence

from sqlalchemy import select

from app.models.warehouse import Warehouse
from app.repositories.base import Repository


class WarehouseRepository(Repository[Warehouse]):
    """Finds and stages warehouses."""

    model = Warehouse

    async def every(self) -> Sequence[Warehouse]:
        """Read every warehouse, by name."""
        return (await self.session.scalars(select(Warehouse).order_by(Warehouse.name))).all()
