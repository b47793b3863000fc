"""Column types for MySQL, whose DATETIME has no time zone."""

from datetime import UTC, datetime
from typing import override

from sqlalchemy import Numeric
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Timestamp(TypeDecorator[datetime]):
    """A point in time to the microsecond: aware in Python, UTC without a zone in the database."""

    impl = DATETIME(fsp=6)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC and remove the time zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add the time zone UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


Money = Numeric(10, 2)
