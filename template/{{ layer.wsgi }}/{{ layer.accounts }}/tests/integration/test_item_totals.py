"""The endpoint for the totals of items by month."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest


TOTALS = "/api/v1/items/totals"


@pytest.fixture(autouse=True)
def _items(ada, admin, make_item):
    """Create four items of Ada and two of an admin."""
    for owner, year, month, price in (
        (ada, 2026, 11, "1.10"),
        (ada, 2026, 9, "2.20"),
        (ada, 2026, 11, "3.35"),
        (ada, 2025, 12, "7.00"),
        (admin, 2026, 11, "5.00"),
        (admin, 2026, 12, "6.00"),
    ):
        created = datetime(year, month, 3, tzinfo=UTC)
        make_item(owner, price=Decimal(price), created_at=created)


def test_adds_up_the_callers_own_by_month_oldest_first(api, ada):
    response = api.get(TOTALS, headers=ada.headers)

    # The average of 1.10 and 3.35 is 2.225, whose half a cent is rounded to the even cent.
    assert response.json()["months"] == [
        {"month": "2025-12", "count": 1, "total": "7.00", "average": "7.00"},
        {"month": "2026-09", "count": 1, "total": "2.20", "average": "2.20"},
        {"month": "2026-11", "count": 2, "total": "4.45", "average": "2.22"},
    ]


def test_adds_up_everyones_for_an_admin(api, admin):
    response = api.get(TOTALS, headers=admin.headers)
    counts = {month["month"]: month["count"] for month in response.json()["months"]}

    assert counts == {"2025-12": 1, "2026-09": 1, "2026-11": 3, "2026-12": 1}


@pytest.mark.parametrize(("year", "months"), [(2025, 1), (2026, 2), (1, 0), (9999, 0)])
def test_are_of_one_year_if_asked(api, ada, year, months):
    response = api.get(TOTALS, params={"year": year}, headers=ada.headers)

    assert len(response.json()["months"]) == months
    assert all(month["month"].startswith(str(year)) for month in response.json()["months"])


@pytest.mark.parametrize("params", [{"year": 0}, {"year": 10_000}, {"year": ""}, {"month": 1}])
def test_refuses_parameters_that_are_not_valid(api, ada, params):
    response = api.get(TOTALS, params=params, headers=ada.headers)

    assert response.status_code == 422
    assert response.json()["fields"][0]["field"] in params


def test_takes_two_queries(api, admin, queries):
    with queries() as statements:
        api.get(TOTALS, headers=admin.headers)

    assert len(statements) == 2, statements
