"""Warehouses over HTTP."""

from http import HTTPStatus

from rest_framework.response import Response

from app.api.authentication import AuthenticatedRequest
from app.api.schema import BODY_ERRORS, describe
from app.api.v1.views import RecordViewSet
from app.serializers.base import validated
from app.serializers.warehouse import WarehouseCreate, WarehouseList, WarehouseRead
from app.services import warehouse_service


class WarehouseViewSet(RecordViewSet):
    """Warehouses as the caller may see and add them."""

    @describe("list_warehouses", WarehouseList, HTTPStatus.UNAUTHORIZED)
    def list(self, _: AuthenticatedRequest) -> Response:
        """List every warehouse, by name."""
        return Response({"warehouses": WarehouseRead(warehouse_service.every(), many=True).data})

    @describe(
        "create_warehouse",
        WarehouseRead,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.CONFLICT,
        *BODY_ERRORS,
        status=HTTPStatus.CREATED,
        body=WarehouseCreate,
    )
    def create(self, request: AuthenticatedRequest) -> Response:
        """Add a warehouse, as an admin."""
        new = validated(WarehouseCreate, request.data)
        warehouse = warehouse_service.create(request.auth, new["name"])
        return Response(WarehouseRead(warehouse).data, HTTPStatus.CREATED)
