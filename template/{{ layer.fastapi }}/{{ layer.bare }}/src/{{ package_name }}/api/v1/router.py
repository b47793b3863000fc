"""The routes of version 1 of the API. Add your own here."""

from fastapi import FastAPI


def install(app: FastAPI) -> None:
    """Include your routers here: `app.include_router(items.router, prefix="/api/v1")`."""
