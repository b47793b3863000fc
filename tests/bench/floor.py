"""Program (b), the floor: the same queries and bodies, with nothing between socket and driver.

It asks for no token, and logs nothing. `BENCH_READER` and `BENCH_WRITER` are whose items it shows
and makes.
"""
# mypy: ignore-errors
# It runs in the environment of a rendered service, whose packages mypy does not find here.

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
PAGE = "SELECT * FROM items WHERE owner_id = $1 ORDER BY id LIMIT $2 OFFSET $3"
COUNT = "SELECT count(*) FROM items WHERE owner_id = $1"
ONE = "SELECT * FROM items WHERE id = $1"
CREATE = """
INSERT INTO items (owner_id, name, description, status, price, version, created_at, updated_at)
VALUES ($1, $2, $3, 'draft', $4, 1, now(), now()) RETURNING *
"""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Keep a pool of connections while the application runs."""
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20) as app.state.pool:
        yield


def answer(body: Any, status: int = 200) -> Response:
    """Write a body as JSON."""
    return Response(orjson.dumps(body, default=str), status, media_type="application/json")


async def live(_: Request) -> Response:
    """Tell that the process answers."""
    return answer({"status": "ok"})


async def list_items(request: Request) -> Response:
    """List the reader's items, by id."""
    limit = int(request.query_params.get("limit", 20))
    offset = int(request.query_params.get("offset", 0))
    async with request.app.state.pool.acquire() as connection:
        rows = await connection.fetch(PAGE, READER, limit, offset)
        total = await connection.fetchval(COUNT, READER)
    items = [dict(row) for row in rows]
    return answer({"items": items, "total": total, "limit": limit, "offset": offset})


async def get_item(request: Request) -> Response:
    """Show an item."""
    async with request.app.state.pool.acquire() as connection:
        row = await connection.fetchrow(ONE, request.path_params["item_id"])
    return answer(dict(row))


async def create_item(request: Request) -> Response:
    """Make a draft."""
    new = orjson.loads(await request.body())
    values = (WRITER, new["name"], new.get("description"), Decimal(new["price"]))
    async with request.app.state.pool.acquire() as connection:
        row = await connection.fetchrow(CREATE, *values)
    return answer(dict(row), 201)


app = Starlette(
    routes=[
        Route("/health/live", live),
        Route("/api/v1/items", list_items),
        Route("/api/v1/items", create_item, methods=["POST"]),
        Route("/api/v1/items/{item_id:int}", get_item),
    ],
    lifespan=lifespan,
)
