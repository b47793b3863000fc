"""Reads and creates warehouses, with the permissions of the principal."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.exceptions import ConflictError
from app.models.warehouse import Warehouse
from app.repositories.warehouse_repository import WarehouseRepository
from app.services.principal import Principal


class WarehouseService:
    """Reads and creates warehouses on behalf of one principal."""

    def __init__(self, session: AsyncSession, principal: Principal) -> None:
        self._warehouses = WarehouseRepository(session)
        self._principal = principal

    async def every(self) -> Sequence[Warehouse]:
        """Return every warehouse, by name."""
        return await self._warehouses.every()

    async def create(self, name: str) -> Warehouse:
        """Add a warehouse; raises PermissionDeniedError or ConflictError."""
        self._principal.require_admin()
        try:
            return await self._warehouses.add(Warehouse(name=name))
        except IntegrityError as error:
            message = "There is a warehouse of this name."
            raise ConflictError(message) from error
