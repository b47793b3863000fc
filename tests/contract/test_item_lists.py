"""Lists of items: their owners, their order, the lists of one user, and totals of a year."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    ITEMS,
    LARGEST_ID,
    USERS,
    Account,
    create_item,
    error,
    faulty_fields,
    item_path,
    record_of,
    register,
)


@pytest.fixture(scope="module")
def seller(http: httpx.Client) -> Account:
    """A user with three items that no test changes, two of them at one price."""
    account = register(http, name="Grace")
    for name, price in (("B", "2.00"), ("C", "10.00"), ("A", "2.00")):
        create_item(http, account, name=name, price=price)
    return account


def names(http: httpx.Client, account: Account, path: str = ITEMS, **params: Any) -> list[str]:
    page = record_of(http.get(path, params=params, auth=account))
    return [item["name"] for item in page["items"]]


def test_an_item_always_names_its_owner(http: httpx.Client, admin: Account, user: Account):
    record_of(http.patch(user.path, json={"name": "Eve"}, headers=ANY_VERSION, auth=user))
    item = create_item(http, user)
    path = item_path(item)

    answers = [
        item,
        record_of(http.get(path, auth=user)),
        record_of(http.patch(path, json={"name": "x"}, headers=ANY_VERSION, auth=admin)),
        record_of(http.post(f"{path}/publish", headers=ANY_VERSION, auth=admin)),
        *record_of(http.get(ITEMS, auth=user))["items"],
    ]

    assert [answer["owner"] for answer in answers] == [{"id": user.id, "name": "Eve"}] * 5
    assert {answer["owner_id"] for answer in answers} == {user.id}


def test_the_list_of_an_admin_names_each_owner(
    http: httpx.Client, admin: Account, seller: Account, user: Account
):
    create_item(http, user)

    page = record_of(http.get(ITEMS, params={"sort": "-id", "limit": 100}, auth=admin))

    owners = {item["owner_id"]: item["owner"] for item in page["items"]}
    assert owners[user.id] == {"id": user.id, "name": "Ada Lovelace"}
    assert owners[seller.id] == {"id": seller.id, "name": "Grace"}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("id", "BCA"),
        ("-id", "ACB"),
        ("name", "ABC"),
        ("-name", "CBA"),
        ("price", "BAC"),
        ("-price", "CAB"),
        ("created_at", "BCA"),
        ("-created_at", "ACB"),
    ],
)
def test_a_list_is_sorted_by_one_field_and_then_by_id(
    http: httpx.Client, seller: Account, sort: str, expected: str
):
    assert names(http, seller, sort=sort) == [*expected]
    pages = [names(http, seller, sort=sort, limit=1, offset=offset) for offset in range(3)]
    assert pages == [[name] for name in expected]


def test_a_list_is_sorted_after_it_is_filtered(http: httpx.Client, seller: Account):
    assert names(http, seller, sort="-name", search="a", status="draft") == ["A"]
    assert names(http, seller, sort="-name", status="published") == []


def test_a_user_and_an_admin_list_the_items_of_the_user(
    http: httpx.Client, admin: Account, seller: Account
):
    path = f"{seller.path}/items"

    own = http.get(path, auth=seller)

    assert record_of(own) == record_of(http.get(path, auth=admin))
    assert record_of(own) == record_of(http.get(ITEMS, auth=seller))
    assert own.headers["X-Total-Count"] == "3"
    assert names(http, admin, path, search="c", sort="-price", limit=1) == ["C"]
    assert record_of(http.get(f"{path}?offset=3", auth=admin)) == {
        "items": [],
        "total": 3,
        "limit": 20,
        "offset": 3,
    }


def test_a_user_without_items_has_an_empty_list(http: httpx.Client, admin: Account, user: Account):
    for account in (admin, user):
        page = record_of(http.get(f"{user.path}/items", auth=account))
        assert (page["items"], page["total"]) == ([], 0)


def test_nobody_else_lists_the_items_of_a_user_or_learns_whether_it_exists(
    http: httpx.Client, admin: Account, seller: Account, stranger: Account
):
    gone = f"{USERS}/{LARGEST_ID}/items"
    answers = [http.get(path, auth=stranger) for path in (f"{seller.path}/items", gone)]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 2
    assert answers[0].content == answers[1].content
    assert error(http.get(gone, auth=admin)) == (404, "user_not_found")


def test_totals_are_of_one_year_if_asked(http: httpx.Client, seller: Account):
    path, year = f"{ITEMS}/totals", datetime.now(UTC).year
    everything = record_of(http.get(path, auth=seller))

    found = [
        record_of(http.get(path, params={"year": asked}, auth=seller))["months"]
        for asked in (year, 1, 9999)
    ]

    assert [month for month in everything["months"] if month["month"][:4] == str(year)] == found[0]
    assert found[1:] == [[], []]


@pytest.mark.parametrize(
    ("prices", "average"),
    [
        (["0.01", "0.02"], "0.02"),
        (["0.02", "0.03"], "0.02"),
        (["0.00", "0.00"], "0.00"),
        (["0.01", "0.01", "0.00"], "0.01"),
        (["99999999.99", "99999999.99"], "99999999.99"),
    ],
)
def test_an_average_is_rounded_half_to_the_even_cent(
    http: httpx.Client, user: Account, prices: list[str], average: str
):
    for price in prices:
        create_item(http, user, price=price)

    (month,) = record_of(http.get(f"{ITEMS}/totals", auth=user))["months"]

    assert month["average"] == average
    assert Decimal(month["total"]) == sum(map(Decimal, prices))


def test_an_unknown_parameter_of_a_list_of_a_user_is_refused(http: httpx.Client, seller: Account):
    assert faulty_fields(http.get(f"{seller.path}/items?owner_id=1", auth=seller)) == {"owner_id"}
