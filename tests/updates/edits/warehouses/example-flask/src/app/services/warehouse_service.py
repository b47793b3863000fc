"""Reads and creates warehouses, with the permissions of the principal."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.exceptions import ConflictError
from app.models.warehouse import Warehouse
from app.repositories.warehouse_repository import WarehouseRepository
from app.services.principal import Principal


class WarehouseService:
    """Reads and creates warehouses on behalf of one principal."""

    def __init__(self, session: Session, principal: Principal) -> None:
        self._warehouses = WarehouseRepository(session)
        self._principal = principal

    def every(self) -> Sequence[Warehouse]:
        """Return every warehouse, by name."""
        return self._warehouses.every()

    def create(self, name: str) -> Warehouse:
        """Add a warehouse; raises PermissionDeniedError or ConflictError."""
        self._principal.require_admin()
        try:
            return self._warehouses.add(Warehouse(name=name))
        except IntegrityError as error:
            message = "There is a warehouse of this name."
            raise ConflictError(message) from error
