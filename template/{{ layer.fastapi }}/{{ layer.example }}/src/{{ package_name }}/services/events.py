"""The log of business events."""

from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def log_after_commit(session: AsyncSession, name: str, **fields: Any) -> None:
    """Log an event once the session's transaction is committed, and never if it is rolled back."""

    @event.listens_for(session.sync_session, "after_commit", once=True)
    def log(_: object) -> None:
        logger.info(name, **fields)
