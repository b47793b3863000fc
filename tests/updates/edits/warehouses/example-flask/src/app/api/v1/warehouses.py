"""Warehouses over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from app.api.errors import BODY_ERRORS, responses
from app.api.v1.dependencies import protected
from app.auth import auth
from app.dependencies import open_session
from app.schemas.warehouse import WarehouseCreate, WarehouseList, WarehouseRead
from app.services.warehouse_service import WarehouseService


if TYPE_CHECKING:
    from app.services.principal import Principal

blueprint = protected("warehouses")


@contextmanager
def warehouse_service() -> Iterator[WarehouseService]:
    """Work with warehouses as the caller, in the request's session."""
    with open_session() as session:
        yield WarehouseService(session, cast("Principal", auth.current_user))


@blueprint.get("")
@blueprint.doc(operation_id="list_warehouses", security=auth.name)
@blueprint.output(WarehouseList)
def list_warehouses() -> WarehouseList:
    """List every warehouse, by name."""
    with warehouse_service() as warehouses:
        return WarehouseList.model_validate({"warehouses": warehouses.every()})


@blueprint.post("")
@blueprint.doc(
    operation_id="create_warehouse",
    security=auth.name,
    responses=responses(HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN, *BODY_ERRORS),
)
@blueprint.input(WarehouseCreate, arg_name="new")
@blueprint.output(WarehouseRead, status_code=HTTPStatus.CREATED)
def create_warehouse(new: WarehouseCreate) -> WarehouseRead:
    """Add a warehouse, as an admin."""
    with warehouse_service() as warehouses:
        return WarehouseRead.model_validate(warehouses.create(new.name))
