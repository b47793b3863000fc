"""Categories over HTTP."""

from http import HTTPStatus

from app.api.errors import BODY_ERRORS, responses
from app.api.v1.dependencies import current_principal, protected
from app.auth import auth
from app.dependencies import open_session
from app.schemas.category import CategoryCreate, CategoryList, CategoryRead
from app.services.category_service import CategoryService


blueprint = protected("categories")


@blueprint.get("")
@blueprint.doc(operation_id="list_categories", security=auth.name)
@blueprint.output(CategoryList)
def list_categories() -> CategoryList:
    """List every category by name."""
    with open_session() as session:
        categories = CategoryService(session, current_principal()).all()
        return CategoryList.model_validate({"items": categories})


@blueprint.post("")
@blueprint.doc(
    operation_id="create_category",
    security=auth.name,
    responses=responses(HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, *BODY_ERRORS),
)
@blueprint.input(CategoryCreate, arg_name="new")
@blueprint.output(CategoryRead, status_code=HTTPStatus.CREATED)
def create_category(new: CategoryCreate) -> CategoryRead:
    """Add a category. Viewers may not."""
    with open_session() as session:
        category = CategoryService(session, current_principal()).create(new)
    return CategoryRead.model_validate(category)
