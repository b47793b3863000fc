"""Warehouses."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Record


class Warehouse(Record):
    """A place where items are kept."""

    __tablename__ = "warehouses"

    name: Mapped[str] = mapped_column(String(100), unique=True)
