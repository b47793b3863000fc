"""Reads and creates warehouses, with the permissions of the principal."""

from django.db import IntegrityError, transaction

from app.exceptions import ConflictError
from app.models.warehouse import Warehouse
from app.services.principal import Principal


def every() -> list[Warehouse]:
    """Return every warehouse, by name."""
    return list(Warehouse.objects.order_by("name"))


def create(principal: Principal, name: str) -> Warehouse:
    """Add a warehouse; raises PermissionDeniedError or ConflictError."""
    principal.require_admin()
    try:
        with transaction.atomic():
            return Warehouse.objects.create(name=name)
    except IntegrityError as error:
        message = "There is a warehouse of this name."
        raise ConflictError(message) from error
