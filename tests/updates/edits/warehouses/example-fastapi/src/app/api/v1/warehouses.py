"""Warehouses over HTTP."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends

from app.api.errors import BODY_ERRORS, responses
from app.api.v1.dependencies import PrincipalDep
from app.dependencies import SessionDep
from app.schemas.warehouse import WarehouseCreate, WarehouseList, WarehouseRead
from app.services.warehouse_service import WarehouseService


router = APIRouter(
    prefix="/warehouses", tags=["warehouses"], responses=responses(HTTPStatus.UNAUTHORIZED)
)


async def get_warehouse_service(session: SessionDep, principal: PrincipalDep) -> WarehouseService:
    """Work with warehouses as the caller."""
    return WarehouseService(session, principal)


Warehouses = Annotated[WarehouseService, Depends(get_warehouse_service)]


@router.get("", operation_id="list_warehouses")
async def list_warehouses(warehouses: Warehouses) -> WarehouseList:
    """List every warehouse, by name."""
    return WarehouseList.model_validate({"warehouses": await warehouses.every()})


@router.post(
    "",
    operation_id="create_warehouse",
    status_code=HTTPStatus.CREATED,
    responses=responses(HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN, *BODY_ERRORS),
)
async def create_warehouse(new: WarehouseCreate, warehouses: Warehouses) -> WarehouseRead:
    """Add a warehouse, as an admin."""
    return WarehouseRead.model_validate(await warehouses.create(new.name))
