"""Warehouses."""

from django.db import models

from app.models.base import Record, RecordQuerySet


class Warehouse(Record):
    """A place where items are kept."""

    name = models.CharField(max_length=100, unique=True)

    objects = RecordQuerySet["Warehouse"].as_manager()

    class Meta:
        db_table = "warehouses"

    def __str__(self) -> str:
        return self.name
