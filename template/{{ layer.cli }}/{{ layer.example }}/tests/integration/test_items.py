"""Items are added, listed, shown, published and deleted."""

import pytest
from alembic import command
from alembic.config import Config

from tests.database import ALEMBIC_INI


def test_an_item_is_added_as_a_draft(add):
    item = add(" Desk lamp ", "39.9", "--description", "Bright")

    assert (item["name"], item["description"], item["price"]) == ("Desk lamp", "Bright", "39.90")
    assert (item["status"], item["version"]) == ("draft", 1)


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("name", ["", "--price=1"]),
        ("name: Must not be empty. price", ["", "--price=-1"]),
        ("name", ["x" * 101, "--price=1"]),
        ("price", ["Lamp", "--price=-1"]),
        ("price", ["Lamp", "--price=1.234"]),
        ("price", ["Lamp", "--price=NaN"]),
        ("price", ["Lamp", "--price=cheap"]),
        ("price", ["Lamp", "--price=1_0"]),
        ("price", ["Lamp", "--price=100000000"]),
        ("description", ["Lamp", "--price=1", "--description", "x" * 2001]),
    ],
)
def test_a_bad_value_is_refused_and_its_field_named(run, database, field, arguments):
    result = run("items", "add", *arguments)

    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith(f"Error: {field}: ")


def test_an_item_is_shown(run, add):
    item = add()

    assert run("items", "show", str(item["id"]), "-f", "json").records == [item]


def test_a_draft_is_published_once(run, add):
    item = str(add()["id"])

    published = run("items", "publish", item, "-f", "json")
    again = run("items", "publish", item)

    (record,) = published.records
    assert (record["status"], record["version"]) == ("published", 2)
    assert again.code == 4
    assert again.err == "Error: An item that is published cannot become published.\n"


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Lamp"), ("description", "White"), ("price", "34.90")]
)
def test_the_field_that_is_given_is_changed(run, add, field, value):
    item = add("Desk lamp", "39.90", "--description", "Black")

    result = run("items", "edit", str(item["id"]), f"--{field}", value, "-f", "json")

    (edited,) = result.records
    changed = {field: value, "version": 2, "updated_at": edited["updated_at"]}
    assert edited == item | changed


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ([], "Nothing is to be changed; name one of --name, --description, --price."),
        (["--price", "-1"], "price: Must be 0 to 99999999.99, with at most two decimals."),
        (["--name", ""], "name: Must not be empty."),
    ],
)
def test_what_is_not_valid_changes_nothing(run, add, options, problem):
    item = add()

    refused = run("items", "edit", str(item["id"]), *options)

    assert (refused.code, refused.err) == (2, f"Error: {problem}\n")
    assert run("items", "show", str(item["id"]), "-f", "json").records == [item]


def test_the_fields_of_an_item_are_shown_one_below_the_other(run, add):
    lines = run("items", "show", str(add()["id"])).out.splitlines()

    assert [line.split()[0] for line in lines[:3]] == ["id", "name", "description"]
    assert lines[1].split() == ["name", "Desk", "lamp"]


def test_an_item_is_deleted_after_a_yes(run, add):
    item = str(add()["id"])

    refused = run("items", "delete", item, stdin=b"no\n")
    there = run("items", "show", item)
    deleted = run("items", "delete", item, stdin=b"y\n")

    assert (refused.code, there.code, deleted.code) == (1, 0, 0)
    assert refused.err.startswith(f"Delete item {item}, Desk lamp? [y/N] Error: Nothing was done")
    assert run("items", "show", item).code == 3


def test_nobody_is_asked_where_it_is_forced(run, add):
    item = str(add()["id"])

    result = run("items", "delete", item, "--force")

    assert (result.code, result.out, result.err) == (0, "", f"Deleted item {item}.\n")


@pytest.mark.parametrize("command", [["show"], ["publish"], ["delete"], ["delete", "--force"]])
def test_an_item_that_is_not_there_is_missed(run, database, command):
    result = run("items", *command, "2147483647")

    assert (result.code, result.out) == (3, "")
    assert result.err == "Error: There is no such item.\n"


@pytest.mark.parametrize("number", ["0", "2147483648", "one"])
def test_a_number_that_no_item_can_have_is_refused(run, number):
    assert run("items", "show", number).code == 2


def test_a_database_without_tables_is_told_in_one_line(run):
    command.downgrade(Config(ALEMBIC_INI), "base")
    result = run("items", "list")
    command.upgrade(Config(ALEMBIC_INI), "head")

    assert result.code == 5
    assert "db --help" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["add", "Desk", "--price=1"], ["edit", "1", "--price=1"], ["publish", "1"]],
)
def test_nothing_is_changed_where_its_outcome_cannot_be_written(run, add, arguments):
    add()
    before = run("items", "list", "-f", "csv").out

    refused = run("items", *arguments, "--output", "nowhere/item.txt")

    assert refused.code == 2
    assert refused.err.startswith("Error: nowhere/item.txt: ")
    assert run("items", "list", "-f", "csv").out == before
