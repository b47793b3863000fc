"""The messages of validation errors, the same in every framework."""

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    ITEMS,
    MOST_FIELDS,
    USERS,
    Account,
    create_item,
    error,
    item_path,
    registration,
)
from tests.contract.conftest import ON_POSTGRESQL


pytestmark = ON_POSTGRESQL

CHOICES = "Must be 'draft', 'published' or 'archived'."
SORTS = "Must be 'id', '-id', 'name', '-name', 'price', '-price', 'created_at' or '-created_at'."
USER_SORTS = SORTS.replace("price", "email")
ONE_LINE = "Must be one line without control characters."
REPEATED = "Must differ from the names of the other items."
IS_TEXT = "Must be Unicode text without NUL characters."


def messages(response: httpx.Response) -> dict[str, str]:
    """Return the message for each field."""
    assert error(response) == (422, "validation_error"), response.text
    return {problem["field"]: problem["message"] for problem in response.json()["fields"]}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("nonsense", 1, "Is not known."),
        ("name", None, "Must not be null."),
        ("name", 7, "Must be text."),
        ("name", [], "Must be text."),
        ("name", {}, "Must be text."),
        ("name", " ", "Must not be empty."),
        ("name", "x" * 101, "Must have at most 100 characters."),
        ("name", "a\nb", ONE_LINE),
        ("name", "a\0b", IS_TEXT),
        ("email", 7, "Must be text."),
        ("email", "ada", "Must be an e-mail address."),
        ("email", f"{'x' * 250}@example.com", "Must have at most 254 characters."),
        ("email", "a\0@example.com", IS_TEXT),
        ("password", True, "Must be text."),
        ("password", None, "Must not be null."),
        ("password", "Short-7", "Must have at least 8 characters."),
        ("password", f"A7{'x' * 127}", "Must have at most 128 characters."),
        ("password", "no-upper-case-7", "Must contain an upper-case letter."),
        ("password", "No-digit-at-all", "Must contain a digit."),
        ("password", "Nul-character-7\0", IS_TEXT),
    ],
)
def test_of_a_registration(http: httpx.Client, field: str, value, message: str):
    response = http.post(f"{AUTH}/register", json=registration(**{field: value}))

    assert messages(response) == {field: message}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("price", "-0.01", "Must be at least 0."),
        ("price", "1.001", "Must have at most 2 decimals."),
        ("price", "100000000", "Must have at most 8 digits before the point."),
        ("price", "12345678901", "Must have at most 10 digits."),
        ("price", "cheap", "Must be a number."),
        ("price", "NaN", "Must be a number."),
        ("price", [], "Must be a number."),
        ("price", None, "Must not be null."),
        ("description", 7, "Must be text."),
        ("description", "x" * 2001, "Must have at most 2000 characters."),
    ],
)
def test_of_an_item(http: httpx.Client, owner: Account, field: str, value, message: str):
    response = http.post(ITEMS, json={"name": "a", "price": 1, field: value}, auth=owner)

    assert messages(response) == {field: message}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"status": "sold"}, {"status": CHOICES}),
        ({"status": 7}, {"status": CHOICES}),
        ({"status": None}, {"status": "Must not be null."}),
        ({}, {"body": "Must have at least one member."}),
    ],
)
def test_of_a_change(http: httpx.Client, owner: Account, change, expected):
    path = item_path(create_item(http, owner))

    assert messages(http.patch(path, json=change, headers=ANY_VERSION, auth=owner)) == expected


@pytest.mark.parametrize("value", ["maybe", 7, [], {}])
def test_of_what_is_true_or_false(http: httpx.Client, admin: Account, owner: Account, value):
    response = http.patch(owner.path, json={"is_active": value}, headers=ANY_VERSION, auth=admin)

    assert messages(response) == {"is_active": "Must be true or false."}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=0", {"limit": "Must be at least 1."}),
        ("limit=101", {"limit": "Must be at most 100."}),
        ("limit=", {"limit": "Must be a whole number."}),
        ("limit=1.5", {"limit": "Must be a whole number."}),
        ("offset=1000001", {"offset": "Must be at most 1000000."}),
        ("search=", {"search": "Must not be empty."}),
        (f"search={'x' * 101}", {"search": "Must have at most 100 characters."}),
        ("status=sold", {"status": CHOICES}),
        ("sort=", {"sort": SORTS}),
        ("sort=owner_id", {"sort": SORTS}),
        ("colour=red", {"colour": "Is not known."}),
    ],
)
def test_of_a_query(http: httpx.Client, owner: Account, query: str, expected):
    assert messages(http.get(f"{ITEMS}?{query}", auth=owner)) == expected
    assert messages(http.get(f"{owner.path}/items?{query}", auth=owner)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=king", {"role": "Must be 'admin', 'user' or 'viewer'."}),
        ("is_active=", {"is_active": "Must be true or false."}),
        ("is_active=perhaps", {"is_active": "Must be true or false."}),
        ("sort=price", {"sort": USER_SORTS}),
        ("sort=%2Bid&limit=0", {"sort": USER_SORTS, "limit": "Must be at least 1."}),
    ],
)
def test_of_a_query_of_users(http: httpx.Client, admin: Account, query: str, expected):
    assert messages(http.get(f"{USERS}?{query}", auth=admin)) == expected


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("0", "Must be at least 1."),
        ("10000", "Must be at most 9999."),
        ("", "Must be a whole number."),
        ("+2026", "Must be a whole number."),
    ],
)
def test_of_a_year(http: httpx.Client, owner: Account, year: str, message: str):
    response = http.get(f"{ITEMS}/totals", params={"year": year}, auth=owner)

    assert messages(response) == {"year": message}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (None, {"items": "Must not be null."}),
        ({}, {"items": "Must be a list."}),
        ("Lamp", {"items": "Must be a list."}),
        ([], {"items": "Must not be empty."}),
        (
            [{"name": f"{n}", "price": 1} for n in range(101)],
            {"items": "Must have at most 100 entries."},
        ),
        ([None], {"items.0": "Must not be null."}),
        ([7, []], {"items.0": "Must be an object.", "items.1": "Must be an object."}),
        (
            [{"name": "a", "price": 1}, {"name": "", "price": -1, "colour": "red"}],
            {
                "items.1.name": "Must not be empty.",
                "items.1.price": "Must be at least 0.",
                "items.1.colour": "Is not known.",
            },
        ),
        (
            [{"name": name, "price": 1} for name in ("a", "b", " A ", "B", "a")],
            {f"items.{n}.name": REPEATED for n in (2, 3, 4)},
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_of_a_batch(http: httpx.Client, owner: Account, items, expected):
    response = http.post(f"{ITEMS}/batch", json={"items": items}, auth=owner)

    assert messages(response) == expected


def test_of_what_is_missing(http: httpx.Client):
    assert messages(http.post(f"{AUTH}/register", json={})) == dict.fromkeys(
        ("email", "password", "name"), "Is required."
    )


@pytest.mark.parametrize("content", ["[]", '"text"', "7", "true", "null"])
def test_of_a_body_that_is_no_object(http: httpx.Client, content: str):
    headers = {"Content-Type": "application/json"}

    response = http.post(f"{AUTH}/register", content=content, headers=headers)

    assert messages(response) == {"body": "Must be an object."}


@pytest.mark.parametrize("record_id", ["0", "x", "+1", "1.0", "%201", "01_0", "%D9%A1"])
def test_of_a_path(http: httpx.Client, admin: Account, record_id: str):
    (message,) = messages(http.get(f"{USERS}/{record_id}", auth=admin)).values()

    assert message.startswith("Must be ")


@pytest.mark.parametrize("count", [1, MOST_FIELDS, MOST_FIELDS + 1, 6000])
def test_the_first_problems_are_listed_and_all_are_counted(http: httpx.Client, count: int):
    body = registration(**{f"x{number}": 1 for number in range(count)})

    response = http.post(f"{AUTH}/register", json=body)

    assert set(messages(response).values()) == {"Is not known."}
    assert response.json()["problems"] == count
    assert len(response.json()["fields"]) == min(count, MOST_FIELDS)
