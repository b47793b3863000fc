"""Items: creation, access, changes, publication, deletion, lists, search and totals."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.client import (
    ANY_VERSION,
    ITEMS,
    LARGEST_ID,
    Account,
    create_item,
    error,
    faulty_fields,
    if_match,
    item_path,
    record_of,
    register,
)


STATUSES = ("draft", "published", "archived")
TRANSITIONS = {
    ("draft", "published"),
    ("draft", "archived"),
    ("published", "archived"),
    ("archived", "draft"),
}
STEPS = {"draft": [], "published": ["published"], "archived": ["archived"]}


def change(
    http: httpx.Client, by: Account, item: dict[str, Any], **members: object
) -> httpx.Response:
    return http.patch(item_path(item), json=members, headers=ANY_VERSION, auth=by)


def publish(http: httpx.Client, by: Account, item: dict[str, Any]) -> httpx.Response:
    return http.post(f"{item_path(item)}/publish", headers=ANY_VERSION, auth=by)


def create_in(http: httpx.Client, owner: Account, status: str) -> dict[str, Any]:
    item = create_item(http, owner)
    for step in STEPS[status]:
        item = record_of(change(http, owner, item, status=step))
    return item


def search(http: httpx.Client, account: Account, **params: str) -> list[str]:
    page = record_of(http.get(ITEMS, params=params, auth=account))
    assert page["total"] == len(page["items"])
    return [item["name"] for item in page["items"]]


@pytest.fixture(scope="module")
def collector(http: httpx.Client) -> Account:
    """A user with five items, which no test changes."""
    account = register(http)
    create_item(http, account, name="Desk Lamp", description="Bright")
    create_item(http, account, name="100% wool", description=None)
    create_item(http, account, name="snake_case", description="a lamp, too")
    create_item(http, account, name="back\\slash", description="quote ' and \"")
    published = create_item(http, account, name="Chair", price="5.05")
    record_of(publish(http, account, published))
    return account


def test_a_new_item_is_a_draft_of_its_owner(http: httpx.Client, owner: Account):
    body = {"name": "  Lamp  ", "price": "19.90", "description": "Bright"}

    response = http.post(ITEMS, json=body, auth=owner)

    record = record_of(response, 201)
    assert set(record) == {
        "id",
        "owner_id",
        "owner",
        "name",
        "description",
        "status",
        "price",
        "version",
        "created_at",
        "updated_at",
    }
    assert (record["name"], record["description"], record["price"]) == ("Lamp", "Bright", "19.90")
    assert (record["owner_id"], record["status"], record["version"]) == (owner.id, "draft", 1)
    assert record["owner"] == {"id": owner.id, "name": "Ada Lovelace"}
    assert response.headers["Location"] == item_path(record)
    assert response.headers["ETag"] == '"1"'
    assert record_of(http.get(item_path(record), auth=owner)) == record


@pytest.mark.parametrize("field", ["created_at", "updated_at"])
def test_times_are_in_utc(http: httpx.Client, owner: Account, field: str):
    time = datetime.fromisoformat(create_item(http, owner)[field])

    assert time.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - time) < timedelta(minutes=1)


def test_a_description_may_be_absent_or_null(http: httpx.Client, owner: Account):
    absent, null = create_item(http, owner), create_item(http, owner, description=None)

    assert absent["description"] is None
    assert null["description"] is None


def test_text_comes_back_as_it_went_in(http: httpx.Client, owner: Account):
    text = "<b>Žluťoučký</b> 🐎 &amp; {{ 7 * 7 }} ' \" \\ \n\t-- ; DROP"

    assert create_item(http, owner, name="n" * 100, description=text)["description"] == text


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        ("19.90", "19.90"),
        ("19.9", "19.90"),
        (19.9, "19.90"),
        (19, "19.00"),
        (0, "0.00"),
        ("0", "0.00"),
        (0.01, "0.01"),
        ("99999999.99", "99999999.99"),
        (99999999.99, "99999999.99"),
    ],
)
def test_a_price_is_a_string_or_a_number_and_shows_two_decimals(
    http: httpx.Client, owner: Account, price: object, shown: str
):
    item = create_item(http, owner, price=price)

    assert item["price"] == shown
    assert record_of(http.get(item_path(item), auth=owner))["price"] == shown


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.decimals("0.00", "99999999.99", places=2).map(abs), st.booleans())
def test_every_price_comes_back_exactly(
    http: httpx.Client, owner: Account, price: Decimal, as_number: bool
):
    sent = float(price) if as_number else str(price)

    assert create_item(http, owner, price=sent)["price"] == f"{price:.2f}"


@pytest.mark.parametrize(
    "price",
    [
        *("-0.01", -1, "100000000", 99999999.999, "1.999", 1.999, "1e20", "9" * 400),
        *("", "ten", "1,50", "NaN", "Infinity", None, True, [], {}),
    ],
    ids=lambda price: repr(price)[:12],
)
def test_a_price_out_of_bounds_is_refused(http: httpx.Client, owner: Account, price: object):
    response = http.post(ITEMS, json={"name": "a", "price": price}, auth=owner)

    assert faulty_fields(response) == {"price"}


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", ""),
        ("name", " \t "),
        ("name", "a" * 101),
        ("name", None),
        ("name", 7),
        ("description", "a" * 2001),
        ("description", 7),
        ("status", "published"),
        ("owner_id", 1),
        ("id", 1),
    ],
)
def test_an_invalid_item_is_refused(http: httpx.Client, owner: Account, member: str, value: object):
    body = {"name": "a", "price": 1, member: value}

    assert faulty_fields(http.post(ITEMS, json=body, auth=owner)) == {member}


def test_a_description_has_up_to_2000_characters(http: httpx.Client, owner: Account):
    assert create_item(http, owner, description="é" * 2000)["description"] == "é" * 2000


def test_a_viewer_changes_nothing(http: httpx.Client, admin: Account, user: Account):
    item = create_item(http, user)
    role = {"role": "viewer"}
    record_of(http.patch(user.path, json=role, headers=ANY_VERSION, auth=admin))

    answers = [
        http.post(ITEMS, json={"name": "a", "price": 1}, auth=user),
        change(http, user, item, name="x"),
        publish(http, user, item),
        http.delete(item_path(item), headers=ANY_VERSION, auth=user),
    ]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 4
    assert record_of(http.get(item_path(item), auth=user)) == item
    assert search(http, user) == [item["name"]]


def test_a_stranger_neither_reads_nor_changes_an_item(
    http: httpx.Client, owner: Account, stranger: Account
):
    item = create_item(http, owner)

    answers = [
        http.get(item_path(item), auth=stranger),
        change(http, stranger, item, name="x"),
        publish(http, stranger, item),
        http.delete(item_path(item), headers=ANY_VERSION, auth=stranger),
    ]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 4
    assert record_of(http.get(item_path(item), auth=owner)) == item


def test_a_stranger_is_refused_before_the_version_and_the_status_are_looked_at(
    http: httpx.Client, owner: Account, stranger: Account
):
    item = create_in(http, owner, "published")
    stale = {"If-Match": '"99"'}

    answers = [
        http.patch(item_path(item), json={"status": "draft"}, headers=stale, auth=stranger),
        http.post(f"{item_path(item)}/publish", headers=stale, auth=stranger),
        http.delete(item_path(item), headers=stale, auth=stranger),
    ]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 3


def test_a_missing_item_is_missing_whatever_the_version(http: httpx.Client, owner: Account):
    headers = {"If-Match": '"99"'}

    response = http.delete(f"{ITEMS}/{LARGEST_ID}", headers=headers, auth=owner)

    assert error(response) == (404, "item_not_found")


def test_an_admin_reads_changes_and_deletes_the_items_of_others(
    http: httpx.Client, admin: Account, owner: Account
):
    item = create_item(http, owner)

    assert record_of(http.get(item_path(item), auth=admin)) == item
    assert record_of(change(http, admin, item, name="x"))["owner_id"] == owner.id
    assert record_of(publish(http, admin, item))["status"] == "published"
    assert http.delete(item_path(item), headers=ANY_VERSION, auth=admin).status_code == 204


def test_a_change_touches_only_what_it_names(http: httpx.Client, owner: Account):
    before = create_item(http, owner, description="Bright")

    response = http.patch(
        item_path(before), json={"name": "Torch"}, headers=if_match(before), auth=owner
    )

    after = record_of(response)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "version", "updated_at"}
    assert after["version"] == 2
    assert after["updated_at"] > before["updated_at"]
    assert response.headers["ETag"] == '"2"'
    assert record_of(http.get(item_path(before), auth=owner)) == after


def test_a_change_takes_every_member(http: httpx.Client, owner: Account):
    members = {"name": "Torch", "price": "1.50", "status": "archived", "description": "Dim"}

    after = record_of(change(http, owner, create_item(http, owner), **members))

    assert {name: after[name] for name in members} == members


def test_a_description_can_be_taken_away(http: httpx.Client, owner: Account):
    item = create_item(http, owner, description="Bright")

    assert record_of(change(http, owner, item, description=None))["description"] is None


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", None),
        ("name", ""),
        ("price", None),
        ("price", -1),
        ("status", None),
        ("status", "sold"),
        ("owner_id", 1),
        ("version", 9),
    ],
)
def test_an_invalid_change_is_refused(
    http: httpx.Client, owner: Account, collector: Account, member: str, value: object
):
    item = create_item(http, owner)

    assert faulty_fields(change(http, owner, item, **{member: value})) == {member}


def test_an_empty_change_is_refused(http: httpx.Client, owner: Account):
    assert error(change(http, owner, create_item(http, owner))) == (422, "validation_error")


def test_a_stale_change_is_refused(http: httpx.Client, owner: Account):
    before = create_item(http, owner)
    after = record_of(change(http, owner, before, name="Torch"))

    answers = [
        http.patch(item_path(before), json={"name": "x"}, headers=if_match(before), auth=owner),
        http.post(f"{item_path(before)}/publish", headers=if_match(before), auth=owner),
        http.delete(item_path(before), headers=if_match(before), auth=owner),
    ]

    assert [error(answer) for answer in answers] == [(412, "precondition_failed")] * 3
    assert record_of(http.get(item_path(before), auth=owner)) == after


@pytest.mark.parametrize("tags", ['"7", "1"', '"1","7"', 'W/"1", "1"', '"a,b", "1"', "*"])
def test_one_of_the_versions_has_to_match(http: httpx.Client, owner: Account, tags: str):
    item = create_item(http, owner)

    response = http.patch(
        item_path(item), json={"name": "x"}, headers={"If-Match": tags}, auth=owner
    )

    assert response.status_code == 200


@pytest.mark.parametrize(("current", "requested"), [*product(STATUSES, repeat=2)])
def test_a_status_changes_only_along_the_allowed_ways(
    http: httpx.Client, owner: Account, current: str, requested: str
):
    item = create_in(http, owner, current)

    response = change(http, owner, item, name="Torch", status=requested)

    if current == requested or (current, requested) in TRANSITIONS:
        assert record_of(response)["status"] == requested
        assert response.json()["name"] == "Torch"
    else:
        assert error(response) == (409, "invalid_transition")
        details = response.json()
        assert (details["current"], details["requested"]) == (current, requested)
        assert record_of(http.get(item_path(item), auth=owner)) == item


def test_a_draft_is_published(http: httpx.Client, owner: Account):
    item = create_item(http, owner)

    response = http.post(f"{item_path(item)}/publish", headers=if_match(item), auth=owner)

    assert record_of(response)["status"] == "published"
    assert response.json()["version"] == 2
    assert response.headers["ETag"] == '"2"'


@pytest.mark.parametrize("current", ["published", "archived"])
def test_only_a_draft_is_published(http: httpx.Client, owner: Account, current: str):
    response = publish(http, owner, create_in(http, owner, current))

    assert error(response) == (409, "invalid_transition")
    assert response.json()["current"] == current
    assert response.json()["requested"] == "published"


def test_a_deleted_item_is_gone(http: httpx.Client, owner: Account):
    item = create_item(http, owner)

    response = http.delete(item_path(item), headers=if_match(item), auth=owner)

    assert (response.status_code, response.content) == (204, b"")
    missing = http.get(item_path(item), auth=owner)
    assert error(missing) == (404, "item_not_found")
    assert missing.json()["item_id"] == item["id"]


def test_a_list_holds_ones_own_items_by_id(http: httpx.Client, collector: Account):
    response = http.get(ITEMS, auth=collector)

    page = record_of(response)
    ids = [item["id"] for item in page["items"]]
    assert set(page) == {"items", "total", "limit", "offset"}
    assert {item["owner_id"] for item in page["items"]} == {collector.id}
    assert ids == sorted(ids)
    assert (page["total"], page["limit"], page["offset"]) == (5, 20, 0)
    assert response.headers["X-Total-Count"] == "5"


def test_the_list_of_an_admin_holds_everyones_items(
    http: httpx.Client, admin: Account, collector: Account, owner: Account
):
    create_item(http, owner)
    total = record_of(http.get(ITEMS, auth=admin))["total"]
    newest = record_of(http.get(f"{ITEMS}?offset={max(total - 20, 0)}", auth=admin))

    assert total > 5
    assert owner.id in {item["owner_id"] for item in newest["items"]}


def test_pages_join_to_the_whole_list(http: httpx.Client, collector: Account):
    whole = record_of(http.get(ITEMS, auth=collector))["items"]

    pages = [
        record_of(http.get(f"{ITEMS}?limit=2&offset={offset}", auth=collector))
        for offset in (0, 2, 4)
    ]

    assert [item for page in pages for item in page["items"]] == whole
    assert {page["total"] for page in pages} == {5}


@pytest.mark.parametrize("offset", [5, 1_000_000])
def test_a_page_beyond_the_end_is_empty_and_still_tells_the_total(
    http: httpx.Client, collector: Account, offset: int
):
    response = http.get(f"{ITEMS}?offset={offset}", auth=collector)

    assert record_of(response) == {"items": [], "total": 5, "limit": 20, "offset": offset}
    assert response.headers["X-Total-Count"] == "5"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *product(["limit"], ["0", "101", "-1", "x", "", "1.5", "9" * 30]),
        *product(["limit", "offset"], ["+1", "1_0", "1.0", " 1", "\uff11"]),
        *product(["offset"], ["-1", "1000001", "x", ""]),
        *product(["status"], ["sold", "", "DRAFT"]),
        *product(["search"], ["", "a" * 101]),
    ],
)
def test_a_parameter_out_of_bounds_is_refused(
    http: httpx.Client, owner: Account, field: str, value: str
):
    response = http.get(ITEMS, params={field: value}, auth=owner)

    assert faulty_fields(response) == {field}


def test_a_page_holds_up_to_100(http: httpx.Client, collector: Account):
    assert record_of(http.get(f"{ITEMS}?limit=100", auth=collector))["limit"] == 100


@pytest.mark.parametrize(("status", "count"), [("draft", 4), ("published", 1), ("archived", 0)])
def test_a_list_is_filtered_by_status(
    http: httpx.Client, collector: Account, status: str, count: int
):
    response = http.get(f"{ITEMS}?status={status}", auth=collector)

    page = record_of(response)
    assert [item["status"] for item in page["items"]] == [status] * count
    assert page["total"] == count
    assert response.headers["X-Total-Count"] == str(count)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lamp", ["Desk Lamp", "snake_case"]),
        ("DESK l", ["Desk Lamp"]),
        ("bright", ["Desk Lamp"]),
        ("%", ["100% wool"]),
        ("_", ["snake_case"]),
        ("\\", ["back\\slash"]),
        ("'", ["back\\slash"]),
        ("d%p", []),
        ("nothing", []),
    ],
)
def test_a_search_finds_a_part_of_the_name_or_description(
    http: httpx.Client, collector: Account, text: str, names: list[str]
):
    assert search(http, collector, search=text) == names


def test_a_search_and_a_status_both_hold(http: httpx.Client, collector: Account):
    assert search(http, collector, search="chair", status="published") == ["Chair"]
    assert search(http, collector, search="chair", status="draft") == []


def test_a_search_finds_only_ones_own_items(http: httpx.Client, collector: Account, user: Account):
    assert search(http, user, search="Desk Lamp") == []


def test_totals_add_up_the_items_of_a_month(http: httpx.Client, collector: Account):
    items = record_of(http.get(ITEMS, auth=collector))["items"]
    months: defaultdict[str, list[Decimal]] = defaultdict(list)
    for item in items:
        months[item["created_at"][:7]].append(Decimal(item["price"]))

    answer = record_of(http.get(f"{ITEMS}/totals", auth=collector))

    assert answer == {
        "months": [
            {
                "month": month,
                "count": len(prices),
                "total": f"{sum(prices):.2f}",
                "average": f"{sum(prices) / len(prices):.2f}",
            }
            for month, prices in sorted(months.items())
        ]
    }


def test_totals_of_nothing_are_empty(http: httpx.Client, stranger: Account):
    assert record_of(http.get(f"{ITEMS}/totals", auth=stranger)) == {"months": []}


def test_the_totals_of_an_admin_are_over_everyones_items(http: httpx.Client, admin: Account):
    total = record_of(http.get(ITEMS, auth=admin))["total"]

    months = record_of(http.get(f"{ITEMS}/totals", auth=admin))["months"]

    assert sum(month["count"] for month in months) == total


def test_a_total_may_exceed_the_highest_price(http: httpx.Client, user: Account):
    for _ in range(2):
        create_item(http, user, price="99999999.99")

    months = record_of(http.get(f"{ITEMS}/totals", auth=user))["months"]

    assert sum(Decimal(month["total"]) for month in months) == Decimal("199999999.98")
