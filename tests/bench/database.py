"""Serves a database with 20 users and 4,000 items until standard input ends, and prints its URL.

This module runs in the environment of a rendered service, in the service's folder.
`BENCH_DATABASE_URL` names an empty PostgreSQL database to use instead of starting a server.
"""
# mypy: ignore-errors
# This module runs in a rendered service's environment, whose packages mypy does not find here.

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import psycopg
from dev.server import temporary_database


IS_DJANGO = Path("manage.py").exists()
MIGRATE = ["manage.py", "migrate"] if IS_DJANGO else ["-m", "alembic", "upgrade", "head"]
SEED = """
INSERT INTO users (email, name, password_hash, role, is_active, created_at, updated_at, version)
SELECT 'user' || n || '@example.com', 'User ' || n, 'none', 'user', true, now(), now(), 1
FROM generate_series(1, 20) AS n ORDER BY n;
INSERT INTO items
    (owner_id, name, description, status, price, created_at, updated_at, version)
SELECT users.id, 'Desk lamp ' || n, 'Warm light, dimmed by a touch.', 'draft', 39.90,
    now(), now(), 1
FROM users, generate_series(1, 200) AS n ORDER BY n, users.id;
ANALYZE;
"""
# What Django calls the hash, and the columns that only its users have.
FOR_DJANGO = {
    "password_hash": "password, is_staff, is_superuser",
    "'none'": "'none', false, false",
}


def seed(url: str) -> None:
    """Make the users and their items, whose ids count from 1."""
    statements = SEED
    for name, replacement in FOR_DJANGO.items() if IS_DJANGO else ():
        statements = statements.replace(name, replacement)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statements)


def main() -> None:
    """Run the server until standard input ends."""
    given = os.environ.get("BENCH_DATABASE_URL")
    with nullcontext(given) if given else temporary_database() as url:
        subprocess.run(
            [sys.executable, *MIGRATE],
            env=os.environ | {"DATABASE_URL": url},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seed(url)
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
