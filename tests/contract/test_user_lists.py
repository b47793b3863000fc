"""Lists of users: filters, order, and the totals of their items."""

from typing import Any

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    USERS,
    Account,
    create_item,
    error,
    record_of,
    register,
)


TOTALS = f"{USERS}/totals"


@pytest.fixture(scope="module")
def people(http: httpx.Client, admin: Account) -> list[Account]:
    """Three users, of whom one is a viewer, and one is not active."""
    accounts = [register(http, name=name) for name in ("Zoe B", "Zoe C", "Zoe A")]
    changes: list[dict[str, Any]] = [{"role": "viewer"}, {"is_active": False}]
    for account, change in zip(accounts, changes, strict=False):
        record_of(http.patch(account.path, json=change, headers=ANY_VERSION, auth=admin))
    return accounts


def every(http: httpx.Client, admin: Account, **params: Any) -> list[dict[str, Any]]:
    """Return all users of a list, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        query = {**params, "limit": 100, "offset": len(found)}
        page = record_of(http.get(USERS, params=query, auth=admin))
        found += page["items"]
        if len(found) >= page["total"]:
            return found


@pytest.mark.parametrize(
    ("params", "places"),
    [
        ({"role": "viewer"}, [0]),
        ({"role": "user"}, [1, 2]),
        ({"is_active": "true"}, [0, 2]),
        ({"is_active": "false"}, [1]),
        ({"role": "user", "is_active": "true"}, [2]),
        ({"role": "admin"}, []),
    ],
    ids=str,
)
def test_a_list_is_filtered_by_role_and_activity(
    http: httpx.Client, admin: Account, people: list[Account], params, places: list[int]
):
    ids = {record["id"] for record in every(http, admin, **params)}

    assert [place for place, account in enumerate(people) if account.id in ids] == places


@pytest.mark.parametrize("field", ["id", "name", "email", "created_at"])
def test_a_list_is_sorted_by_one_field_and_then_by_id(
    http: httpx.Client, admin: Account, people: list[Account], field: str
):
    ids = [account.id for account in people]
    ascending = [r for r in every(http, admin, sort=field) if r["id"] in ids]
    descending = [r for r in every(http, admin, sort=f"-{field}") if r["id"] in ids]

    assert ascending == sorted(ascending, key=lambda record: (record[field], record["id"]))
    assert descending == ascending[::-1]
    assert len(ascending) == len(people)


def test_totals_hold_every_user(http: httpx.Client, admin: Account):
    rich, poor = register(http, name="Rich"), register(http, name="Poor")
    for price in ("99999999.99", "99999999.99", "0.01"):
        create_item(http, rich, price=price)
    total = record_of(http.get(TOTALS, auth=admin))["total"]

    response = http.get(TOTALS, params={"offset": total - 2, "limit": 2}, auth=admin)

    assert record_of(response) == {
        "users": [
            {"id": rich.id, "name": "Rich", "count": 3, "total": "199999999.99"},
            {"id": poor.id, "name": "Poor", "count": 0, "total": "0.00"},
        ],
        "total": total,
        "limit": 2,
        "offset": total - 2,
    }
    assert response.headers["X-Total-Count"] == str(total)
    assert record_of(http.get(f"{TOTALS}?offset=1000000", auth=admin))["total"] == total


def test_only_an_admin_reads_the_totals(http: httpx.Client, owner: Account, viewer: Account):
    answers = [http.get(TOTALS, auth=account) for account in (owner, viewer)]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 2
