"""Categories in requests and responses."""

from app.schemas.base import Input, Output
from app.schemas.fields import Name


class CategoryCreate(Input):
    """A new category."""

    name: Name


class CategoryRead(Output):
    """A category."""

    id: int
    name: str


class CategoryList(Output):
    """Every category."""

    items: list[CategoryRead]
