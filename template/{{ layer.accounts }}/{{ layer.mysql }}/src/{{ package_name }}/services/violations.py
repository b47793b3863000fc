"""The name of the constraint that a database error reports."""

import re


# MySQL and MariaDB report a number and a message. The patterns find the name in the message.
NAMES = {
    # Duplicate entry 'ada' for key 'users.uq_users_email'. The entry is input of the caller.
    1062: re.compile(r"for key '(?:[^'.]*\.)?([^'.]*)'\Z"),
    # A row that others refer to cannot be deleted, and a referenced row does not exist.
    1451: re.compile(r"CONSTRAINT `([^`]*)` FOREIGN KEY"),
    1452: re.compile(r"CONSTRAINT `([^`]*)` FOREIGN KEY"),
    # A check constraint, on MySQL and on MariaDB.
    3819: re.compile(r"\ACheck constraint '([^']*)'"),
    4025: re.compile(r"\ACONSTRAINT `([^`]*)` failed"),
}


def violated_constraint(error: BaseException | None) -> str | None:
    """Return the name of the constraint in an error of the driver, or None if it names none."""
    match getattr(error, "args", ()):
        case (int(number), str(text)) if number in NAMES:
            found = NAMES[number].search(text)
            return found[1] if found else None
    return None
