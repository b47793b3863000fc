"""The routes of version 1 of the API; add your own here."""

from fastapi import FastAPI


def install(app: FastAPI) -> None:
    """Add each router of yours: `app.include_router(items.router, prefix="/api/v1")`."""
