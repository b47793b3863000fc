"""Column types for PostgreSQL."""

from sqlalchemy import DateTime, Numeric


# A point in time, which the driver reads and writes as an aware datetime.
Timestamp = DateTime(timezone=True)
Money = Numeric(10, 2)
