"""The name of the constraint that a database error reports."""

import sqlite3


PREFIXES = {
    "SQLITE_CONSTRAINT_UNIQUE": "UNIQUE constraint failed: ",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "UNIQUE constraint failed: ",
    "SQLITE_CONSTRAINT_CHECK": "CHECK constraint failed: ",
}


def violated_constraint(error: BaseException | None) -> str | None:
    """Return how an error of the driver identifies the violated constraint, or None.

    SQLite names check constraints and indexes on expressions. It lists the columns of a unique
    constraint, as in `users.email`. It does not identify foreign keys: all are `foreign key`.
    """
    if not isinstance(error, sqlite3.IntegrityError):
        return None
    if error.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return "foreign key"
    text = str(error).removeprefix(PREFIXES.get(error.sqlite_errorname, ""))
    return text.removeprefix("index ").strip("'")
