"""Program (b), the lower bound: the same queries and bodies with only a driver below the ASGI app.

It checks no token and logs nothing. `BENCH_READER` is the user whose items it shows, `BENCH_WRITER`
the one for whom it creates items.
"""
# mypy: ignore-errors
# This module runs in a rendered service's environment, whose packages mypy does not find here.

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


READER = int(os.environ["BENCH_READER"])
WRITER = int(os.environ["BENCH_WRITER"])
WITH_OWNER = "SELECT items.*, users.name AS owner FROM items JOIN users ON users.id = owner_id"
PAGE = f"{WITH_OWNER} WHERE owner_id = $1 ORDER BY items.id LIMIT $2 OFFSET $3"
COUNT = "SELECT count(*) FROM items WHERE owner_id = $1"
ONE = f"{WITH_OWNER} WHERE items.id = $1"
CREATE = """
INSERT INTO items (owner_id, name, description, status, price, version, created_at, updated_at)
VALUES ($1, $2, $3, 'draft', $4, 1, now(), now())
RETURNING *, (SELECT name FROM users WHERE id = owner_id) AS owner
"""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Open a connection pool for the application's lifetime."""
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20) as app.state.pool:
        yield


def item(row: asyncpg.Record) -> dict[str, Any]:
    """Return the body of an item."""
    return {**row, "owner": {"id": row["owner_id"], "name": row["owner"]}}


def answer(body: Any, status: int = 200) -> Response:
    """Return a JSON response."""
    return Response(orjson.dumps(body, default=str), status, media_type="application/json")


async def live(_: Request) -> Response:
    """Return 200 while the process runs."""
    return answer({"status": "ok"})


async def list_items(request: Request) -> Response:
    """List the reader's items, by id."""
    limit = int(request.query_params.get("limit", 20))
    offset = int(request.query_params.get("offset", 0))
    async with request.app.state.pool.acquire() as connection:
        rows = await connection.fetch(PAGE, READER, limit, offset)
        total = await connection.fetchval(COUNT, READER)
    return answer({"items": [*map(item, rows)], "total": total, "limit": limit, "offset": offset})


async def get_item(request: Request) -> Response:
    """Return an item."""
    async with request.app.state.pool.acquire() as connection:
        row = await connection.fetchrow(ONE, request.path_params["item_id"])
    return answer(item(row))


async def create_item(request: Request) -> Response:
    """Create a draft item."""
    new = orjson.loads(await request.body())
    values = (WRITER, new["name"], new.get("description"), Decimal(new["price"]))
    async with request.app.state.pool.acquire() as connection:
        row = await connection.fetchrow(CREATE, *values)
    return answer(item(row), 201)


app = Starlette(
    routes=[
        Route("/health/live", live),
        Route("/api/v1/items", list_items),
        Route("/api/v1/items", create_item, methods=["POST"]),
        Route("/api/v1/items/{item_id:int}", get_item),
    ],
    lifespan=lifespan,
)
