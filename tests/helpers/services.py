"""The services whose gates are run: a small set, computed from the questionnaire.

It contains each framework on each database, and in each framework each capability alone and all of
them together. With `--all`, it covers each pair of answers that decides the code.
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
# More capabilities than a preset ticks.
MANY = 3
# Columns: the names of the service, and whether its tests get a database server.
NAMES, SERVER = "names", "server"
# Tests of these services rely on the default package name.
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
# Typer and Click programs use the same code for capabilities and for a server's database, so one of
# them suffices.
PROGRAMS = ("typer", "click")
ALIKE = {("typer", "mysql"), ("click", "postgresql")}
# Capabilities of web services in place of the preset's, so that these sets need no service more.
TICKED = {"sqlite": ["auth"], "none": []}


def default_services() -> Iterator[Row]:
    """Return a service for each framework and database. One for each framework has all defaults."""
    for name, chosen in FRAMEWORKS.items():
        for database in QUESTIONNAIRE.choices("database"):
            answers = {**chosen, "database": database}
            if name not in PROGRAMS and database in TICKED:
                answers["capabilities"] = TICKED[database]
            row = as_row(complete(answers))
            is_default = database == complete(chosen)["database"]
            if is_allowed(row) and (name, database) not in ALIKE:
                yield row | (DEFAULT if is_default else PLAIN)


def capability_services(databases: Iterable[str] = ("",)) -> Iterator[Row]:
    """Return services of each framework without capabilities, with each one alone, and with all.

    Args:
        databases: The databases to combine each of them with; any database if empty.
    """
    for (name, chosen), database in product(FRAMEWORKS.items(), databases):
        on_database = {"database": database} if database else {}
        answers = {**chosen, **on_database, "example": False}
        for number, each in enumerate(sets_of_capabilities(answers)):
            row = as_row(answers | {"capabilities": each, "example": len(each) >= MANY})
            if is_allowed(row) and (name not in PROGRAMS or name == PROGRAMS[number % 2]):
                yield row


def sets_of_capabilities(answers: Answers) -> list[list[str]]:
    """Return no capability, each one that goes with these answers, and all of them."""
    offered = [
        each
        for each in QUESTIONNAIRE.choices("capabilities")
        if "capabilities" not in refusals(answers | {"capabilities": [each]})
    ]
    return [[], *([each] for each in offered), offered]


def name_of_default(framework: str) -> str:
    """Return the name of the service of a framework that has all defaults."""
    return f"{framework} on {complete(FRAMEWORKS[framework])['database']}"


def as_row(answers: Answers) -> Row:
    """Return the columns that these answers determine."""
    decided = ("framework", "database", "example")
    row: Row = {name: answers[name] for name in decided if name in answers}
    row["cli_library"] = answers.get("cli_library") if row["framework"] == "cli" else None
    for choice in QUESTIONNAIRE.choices("capabilities"):
        row[f"capabilities: {choice}"] = choice in answers["capabilities"]
    return row


def ticked(row: Row) -> tuple[str, ...]:
    """Return the framework and the capabilities of a service."""
    chosen = (name for name, value in row.items() if name.startswith("capabilities") and value)
    return (row["framework"], *chosen)


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
        # Most machines do not have every Python.
        "python_version": ["3.13", "3.12"],
        NAMES: [{}, {"package_name": "zeta"}, LONG_NAMES],
        SERVER: [False, True],
    }
    del table["preset"], table["license"]
    seeds = [*default_services()]
    for row in capability_services():
        if not any(ticked(row) == ticked(seed) for seed in seeds):
            seeds.append(row)
    if is_complete:
        # The services of the small set keep their names and answers.
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
    """Return a service's name: its framework and database, and a note on its capabilities."""
    name = f"{row['cli_library'] or row['framework']} on {row['database']}"
    ticked = answers_of(row)["capabilities"]
    if (row["example"] and len(ticked) < MANY) or (row["framework"] == "cli" and not ticked):
        return name if row["example"] or row["database"] == "none" else f"{name}, bare"
    return name if row["database"] == "none" and ticked else f"{name}, {'+'.join(ticked) or 'bare'}"


def row_of(name: str) -> Row:
    """Return the row of the service of this name."""
    return services(is_complete=True)[name]


def answers_to(name: str) -> Answers:
    """Return the answers from which the service of this name is rendered."""
    row = row_of(name)
    plain = {key: value for key, value in row.items() if key not in {NAMES, SERVER}}
    return {**answers_of(plain), **row[NAMES]}
