"""Column types for SQLite, which has neither time zones nor decimals."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import override

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Timestamp(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC without a zone in the database."""

    impl = DateTime
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC and remove the time zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add the time zone UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Money(TypeDecorator[Decimal]):
    """An amount with two decimals in Python, a whole number of cents in the database."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Convert to cents."""
        return None if value is None else int(value.scaleb(2))

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Convert from cents."""
        return None if value is None else Decimal(value).scaleb(-2)
