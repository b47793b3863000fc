"""The services whose gates are run: few, and computed from the questionnaire.

Each framework is in them on each database, and each capability in each framework, alone and with
all others. With `--all`, each two answers that decide the code stand side by side in one of them.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from tests.helpers.pairs import Row, all_pairs
from tests.helpers.questions import QUESTIONNAIRE, answers_of, columns, complete, refusals
from tools.questionnaire import Answers


LONG_NAMES = {
    "package_name": "abcdefgh_jklmnopq_stuvwx",
    "project_name": 'O\'Brien & "Söhne" {{ 7*7 }}: #1 🚀',
    "description": 'A "quoted": thing, with \\ and ${HOME}',
    "author_email": "o.neil+tag@mail.example.com",
    "license": "mit",
}
# The names of a service, and whether its tests are given a database server.
NAMES, SERVER = "names", "server"
# Tests of these services look for a package of this name.
PLAIN: Row = {NAMES: {}}
DEFAULT: Row = {"python_version": "3.13", "ci": "github", SERVER: False, **PLAIN}
FRAMEWORKS = {
    "fastapi": {"framework": "fastapi"},
    "flask": {"framework": "flask"},
    "django": {"framework": "django"},
    "typer": {"framework": "cli", "cli_library": "typer"},
    "click": {"framework": "cli", "cli_library": "click"},
}
WITH_SERVER = {"postgresql", "mysql"}
# Programs of both libraries open a server's database alike, so that one is enough on each.
ALIKE = {("typer", "mysql"), ("click", "postgresql")}


def default_services() -> Iterator[Row]:
    """Return each framework's service on each database, of which one has every default."""
    for name, chosen in FRAMEWORKS.items():
        for database in QUESTIONNAIRE.choices("database"):
            row = as_row(complete({**chosen, "database": database}))
            is_default = database == complete(chosen)["database"]
            if is_allowed(row) and (name, database) not in ALIKE:
                yield row | (DEFAULT if is_default else PLAIN)


def capability_services(databases: Iterable[str] = ("",)) -> Iterator[Row]:
    """Return services of each framework without a capability, with each alone, and with all.

    Args:
        databases: Those that each of them is wanted on; any one will do where that is empty.
    """
    offered = QUESTIONNAIRE.choices("capabilities")
    ticked = [[], *([each] for each in offered), *([offered] if len(offered) > 1 else [])]
    for chosen, database, capabilities in product(FRAMEWORKS.values(), databases, ticked):
        on_database = {"database": database} if database else {}
        answers = {**chosen, **on_database, "capabilities": capabilities, "example": False}
        if is_allowed(as_row(answers)):
            yield as_row(answers)


def name_of_default(framework: str) -> str:
    """Name the service of a framework that has every default."""
    return f"{framework} on {complete(FRAMEWORKS[framework])['database']}"


def as_row(answers: Answers) -> Row:
    """Return the columns that these answers decide."""
    decided = ("framework", "database", "example")
    row: Row = {name: answers[name] for name in decided if name in answers}
    row["cli_library"] = answers.get("cli_library") if row["framework"] == "cli" else None
    for choice in QUESTIONNAIRE.choices("capabilities"):
        row[f"capabilities: {choice}"] = choice in answers["capabilities"]
    return row


def is_allowed(row: Row) -> bool:
    """Return whether a service can have these answers."""
    if row.get(SERVER) and row.get("database") not in {None, *WITH_SERVER}:
        return False
    if {"framework", "cli_library"} <= set(row):
        is_program, has_library = row["framework"] == "cli", row["cli_library"] is not None
        if is_program != has_library:
            return False
    return not refusals(answers_of(row))


@cache
def services(*, is_complete: bool = False) -> dict[str, Row]:
    """Return the services whose gates are run, by their names.

    Args:
        is_complete: Whether to cover each set of capabilities on each database, and all pairs.
    """
    table = columns() | {
        # No machine has every Python.
        "python_version": ["3.13", "3.12"],
        NAMES: [{}, {"package_name": "zeta"}, LONG_NAMES],
        SERVER: [False, True],
    }
    del table["preset"], table["license"]
    seeds = [*default_services(), *capability_services()]
    if is_complete:
        # The others keep their names and answers.
        seeds = [*services().values()]
        for row in capability_services(QUESTIONNAIRE.choices("database")):
            if not any(row.items() <= seed.items() for seed in seeds):
                seeds.append(row)
    rows = all_pairs(table, is_allowed, seeds)
    found: dict[str, Row] = {}
    for row in rows if is_complete else rows[: len(seeds)]:
        name = name_of(row)
        found[name if name not in found else f"{name} ({len(found)})"] = row
    return found


def name_of(row: Row) -> str:
    """Name a service by its framework and database, and by what its capabilities are."""
    name = f"{row['cli_library'] or row['framework']} on {row['database']}"
    ticked = answers_of(row)["capabilities"]
    if row["example"] or row["framework"] == "cli":
        return name if row["example"] or row["database"] == "none" else f"{name}, bare"
    return name if row["database"] == "none" and ticked else f"{name}, {'+'.join(ticked) or 'bare'}"


def row_of(name: str) -> Row:
    """Return the row of the service of this name."""
    return services(is_complete=True)[name]


def answers_to(name: str) -> Answers:
    """Return what the service of this name is rendered with."""
    row = row_of(name)
    plain = {key: value for key, value in row.items() if key not in {NAMES, SERVER}}
    return {**answers_of(plain), **row[NAMES]}
