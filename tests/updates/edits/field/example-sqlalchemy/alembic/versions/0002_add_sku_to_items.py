"""Add the stock-keeping unit to items."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("items", sa.Column("sku", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("items", "sku")
