"""Categories in the database."""

from collections.abc import Sequence

from sqlalchemy import select

from app.models.category import Category
from app.repositories.base import Repository


class CategoryRepository(Repository[Category]):
    """Queries of categories."""

    model = Category

    async def all(self) -> Sequence[Category]:
        """Return every category by name."""
        return (await self.session.scalars(select(Category).order_by(Category.name))).all()

    async def named(self, name: str) -> Category | None:
        """Return the category of this name."""
        return await self.session.scalar(select(Category).where(Category.name == name))
