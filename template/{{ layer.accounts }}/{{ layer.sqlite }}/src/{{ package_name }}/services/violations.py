"""Which constraint a refusal of the database is about."""

import sqlite3


PREFIXES = {
    "SQLITE_CONSTRAINT_UNIQUE": "UNIQUE constraint failed: ",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "UNIQUE constraint failed: ",
    "SQLITE_CONSTRAINT_CHECK": "CHECK constraint failed: ",
}


def violated_constraint(error: BaseException | None) -> str | None:
    """Return what an error of the driver says of the constraint that it is about.

    SQLite names a check and an index on an expression. Of a unique constraint it lists the columns,
    as in `users.email`, and of a foreign key it says nothing, so that all are `foreign key`.
    """
    if not isinstance(error, sqlite3.IntegrityError):
        return None
    if error.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
        return "foreign key"
    text = str(error).removeprefix(PREFIXES.get(error.sqlite_errorname, ""))
    return text.removeprefix("index ").strip("'")
