"""Categories over HTTP."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends

from app.api.errors import BODY_ERRORS, responses
from app.api.v1.dependencies import PrincipalDep
from app.dependencies import SessionDep
from app.schemas.category import CategoryCreate, CategoryList, CategoryRead
from app.services.category_service import CategoryService


router = APIRouter(
    prefix="/categories", tags=["categories"], responses=responses(HTTPStatus.UNAUTHORIZED)
)


async def get_category_service(session: SessionDep, principal: PrincipalDep) -> CategoryService:
    """Return the service of the request's session and caller."""
    return CategoryService(session, principal)


Categories = Annotated[CategoryService, Depends(get_category_service)]


@router.get("", operation_id="list_categories")
async def list_categories(categories: Categories) -> CategoryList:
    """List every category by name."""
    return CategoryList.model_validate({"items": await categories.all()})


@router.post(
    "",
    operation_id="create_category",
    status_code=HTTPStatus.CREATED,
    responses=responses(HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, *BODY_ERRORS),
)
async def create_category(new: CategoryCreate, categories: Categories) -> CategoryRead:
    """Add a category. Viewers may not."""
    return CategoryRead.model_validate(await categories.create(new))
