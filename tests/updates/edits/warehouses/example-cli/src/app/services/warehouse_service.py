"""Reads and creates warehouses."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.exceptions import ConflictError
from app.models.warehouse import Warehouse
from app.repositories.warehouse_repository import WarehouseRepository


class WarehouseService:
    """Reads and creates warehouses."""

    def __init__(self, session: Session) -> None:
        self._warehouses = WarehouseRepository(session)

    def every(self) -> Sequence[Warehouse]:
        """Return every warehouse, by name."""
        return self._warehouses.every()

    def create(self, name: str) -> Warehouse:
        """Add a warehouse; raises ConflictError where there is one of this name."""
        try:
            return self._warehouses.add(Warehouse(name=name))
        except IntegrityError as error:
            message = "There is a warehouse of this name."
            raise ConflictError(message) from error
