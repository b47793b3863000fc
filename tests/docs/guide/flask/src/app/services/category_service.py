"""Categories and the rules for them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.models.category import Category
from app.repositories.category_repository import CategoryRepository
from app.schemas.category import CategoryCreate
from app.services.errors import CategoryTakenError
from app.services.principal import Principal


class CategoryService:
    """Categories, as one principal may read and add them."""

    def __init__(self, session: Session, principal: Principal) -> None:
        self._categories = CategoryRepository(session)
        self._principal = principal

    def all(self) -> Sequence[Category]:
        """Return every category by name."""
        return self._categories.all()

    def create(self, new: CategoryCreate) -> Category:
        """Add a category.

        Raises:
            PermissionDeniedError: The principal is a viewer.
            CategoryTakenError: There is a category of this name.
        """
        self._principal.require_writer()
        if self._categories.named(new.name):
            raise CategoryTakenError
        return self._categories.add(Category(name=new.name))
