"""Warehouses in the database."""

from collections.abc import Sequence

from sqlalchemy import select

from app.models.warehouse import Warehouse
from app.repositories.base import Repository


class WarehouseRepository(Repository[Warehouse]):
    """Finds and stages warehouses."""

    model = Warehouse

    def every(self) -> Sequence[Warehouse]:
        """Read every warehouse, by name."""
        return self.session.scalars(select(Warehouse).order_by(Warehouse.name)).all()
