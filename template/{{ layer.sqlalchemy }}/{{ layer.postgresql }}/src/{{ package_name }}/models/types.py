"""Column types, as PostgreSQL has them."""

from sqlalchemy import DateTime, Numeric


# A point in time; the driver gives and takes aware datetimes.
Timestamp = DateTime(timezone=True)
Money = Numeric(10, 2)
