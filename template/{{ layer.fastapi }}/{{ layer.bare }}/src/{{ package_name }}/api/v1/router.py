"""The routes of version 1 of the API; include your routers here."""

from fastapi import APIRouter


router = APIRouter(prefix="/api/v1")
