"""Prints the indexes that the lists of a service use, on 500 users with 200,000 items.

This module runs in the environment of a rendered FastAPI service, in the service's folder:
`python -m tests.bench.run plans` starts it with a `DATABASE_URL`.
"""
# mypy: ignore-errors
# This module runs in a rendered service's environment, whose packages mypy does not find here.

import asyncio
import os
import re
import subprocess
import sys

import asyncpg
from app.config import get_settings
from app.database import Database
from app.models.item import ItemStatus
from app.models.user import Role
from app.repositories.item_repository import ItemRepository
from app.repositories.queries import ItemFilter, UserFilter
from app.repositories.user_repository import UserRepository
from sqlalchemy import event


SEED = """
INSERT INTO users (email, name, password_hash, role, is_active, created_at, updated_at, version)
SELECT 'user' || n || '@example.com', 'User ' || n, 'none', 'user', true, now(), now(), 1
FROM generate_series(1, 500) AS n;
INSERT INTO items (owner_id, name, status, price, created_at, updated_at, version)
SELECT users.id, 'Lamp ' || n,
    CASE WHEN n % 100 = 0 THEN 'published' ELSE 'draft' END,
    n, now() - n * interval '3 days', now(), 1
FROM users, generate_series(1, 400) AS n;
ANALYZE;
"""
FIRST = {"limit": 20, "offset": 0}
OWN, ALL = ItemFilter(owner_id=7), ItemFilter()
PUBLISHED = ItemFilter(status=ItemStatus.PUBLISHED)


def lists(items: ItemRepository, users: UserRepository):
    """Yield the name of each list, and the coroutine that reads it."""
    yield "an owner's items", items.page(OWN, sort="id", **FIRST)
    yield "an owner's items by price", items.page(OWN, sort="-price", **FIRST)
    yield "all items", items.page(ALL, sort="id", **FIRST)
    yield "published items by time", items.page(PUBLISHED, sort="-created_at", **FIRST)
    yield "totals of an owner", items.totals_by_month(OWN)
    yield "totals of a year", items.totals_by_month(ItemFilter(year=2025))
    yield "users", users.page(UserFilter(), sort="id", **FIRST)
    yield "users by e-mail", users.page(UserFilter(role=Role.USER), sort="email", **FIRST)
    yield "totals of users", users.totals(**FIRST)


async def main() -> None:
    """Seed the database, and print a line for each list."""
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    await connection.execute(SEED)
    database = Database(get_settings())
    executed: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda _, __, statement, parameters, *___: executed.append((statement, parameters)),
    )
    async with database.reading() as session:
        for name, read in lists(ItemRepository(session), UserRepository(session)):
            executed.clear()
            await read
            used = [await plan(connection, *each) for each in executed]
            sys.stdout.write(f"{name}: {'; '.join(used)}\n")
    await database.engine.dispose()
    await connection.close()


async def plan(connection: asyncpg.Connection, statement: str, parameters: tuple) -> str:
    """Return the indexes that a statement uses, the tables that it reads whole, and its time."""
    explained = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
    text = str(await connection.fetchval(explained, *parameters))
    indexes = re.findall(r'"Index Name": "(\w+)"', text)
    scans = re.findall(r'"Seq Scan".*?"Relation Name": "(\w+)"', text, re.DOTALL)
    read = sorted({*indexes, *(f"all of {table}" for table in scans)})
    (milliseconds,) = re.findall(r'"Execution Time": ([\d.]+)', text)
    return f"{', '.join(read)} ({float(milliseconds):.1f} ms)"


if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
    asyncio.run(main())
