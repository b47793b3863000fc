"""Which constraint a refusal of the database is about."""

import re


# MySQL and MariaDB send a number and a text. The number says where in the text the name stands.
NAMES = {
    # Duplicate entry 'ada' for key 'users.uq_users_email'. A caller chose what stands before it.
    1062: re.compile(r"for key '(?:[^'.]*\.)?([^'.]*)'\Z"),
    # A row that is referred to, and one that refers to a row that is not there.
    1451: re.compile(r"CONSTRAINT `([^`]*)` FOREIGN KEY"),
    1452: re.compile(r"CONSTRAINT `([^`]*)` FOREIGN KEY"),
    # A check, on MySQL and on MariaDB.
    3819: re.compile(r"\ACheck constraint '([^']*)'"),
    4025: re.compile(r"\ACONSTRAINT `([^`]*)` failed"),
}


def violated_constraint(error: BaseException | None) -> str | None:
    """Return the name of the constraint that an error of the driver is about, if it has one."""
    match getattr(error, "args", ()):
        case (int(number), str(text)) if number in NAMES:
            found = NAMES[number].search(text)
            return found[1] if found else None
    return None
