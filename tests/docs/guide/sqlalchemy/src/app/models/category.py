"""Categories of items."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Record


class Category(Record):
    """A category of items."""

    __tablename__ = "categories"

    name: Mapped[str] = mapped_column(String(100), unique=True)
