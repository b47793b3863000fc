"""Batches of items: all are created, or none."""

from functools import partial

import httpx

from tests.contract.client import (
    ANY_VERSION,
    ITEMS,
    Account,
    at_once,
    error,
    faulty_fields,
    item_path,
    record_of,
)


BATCH = f"{ITEMS}/batch"


def batch_of(*names: str) -> dict[str, list[dict[str, object]]]:
    return {"items": [{"name": name, "price": n} for n, name in enumerate(names)]}


def test_a_batch_creates_items_in_its_order(http: httpx.Client, user: Account):
    body = batch_of("Lamp", " Desk ", "Chair")
    body["items"][0]["description"] = "Bright"

    items = record_of(http.post(BATCH, json=body, auth=user), 201)

    assert items.keys() == {"items"}
    found = [(item["name"], item["price"], item["description"]) for item in items["items"]]
    assert found == [("Lamp", "0.00", "Bright"), ("Desk", "1.00", None), ("Chair", "2.00", None)]
    assert {(item["status"], item["version"]) for item in items["items"]} == {("draft", 1)}
    assert items["items"] == record_of(http.get(ITEMS, auth=user))["items"]
    for item in items["items"]:
        assert item["owner"] == {"id": user.id, "name": "Ada Lovelace"}
        assert record_of(http.get(item_path(item), auth=user)) == item


def test_a_batch_holds_up_to_100_items(http: httpx.Client, user: Account):
    body = batch_of(*(f"Lamp {number}" for number in range(100)))
    for item in body["items"]:
        item["description"] = "ä" * 2000

    items = record_of(http.post(BATCH, json=body, auth=user), 201)["items"]

    assert [item["name"] for item in items] == [item["name"] for item in body["items"]]
    assert len({item["id"] for item in items}) == 100


def test_one_invalid_item_keeps_all_from_being_created(http: httpx.Client, user: Account):
    body = batch_of("Lamp", "Desk", "x" * 101)

    assert faulty_fields(http.post(BATCH, json=body, auth=user)) == {"items.2.name"}
    assert record_of(http.get(ITEMS, auth=user))["total"] == 0


def test_names_are_compared_without_case_and_space_and_only_within_the_batch(
    http: httpx.Client, user: Account
):
    refused = http.post(BATCH, json=batch_of("Straße", "Lamp", "STRASSE", "\tlamp"), auth=user)
    assert faulty_fields(refused) == {"items.2.name", "items.3.name"}

    for _ in range(2):
        record_of(http.post(BATCH, json=batch_of("Lamp", "Lamps"), auth=user), 201)


def test_a_viewer_creates_no_batch(http: httpx.Client, viewer: Account):
    assert error(http.post(BATCH, json=batch_of("a"), auth=viewer)) == (403, "permission_denied")


def test_a_batch_of_a_user_that_is_deleted_at_once_is_no_failure(
    http: httpx.Client, admin: Account, user: Account
):
    create = partial(http.post, BATCH, json=batch_of("a", "b"), auth=user)
    delete = partial(http.delete, user.path, headers=ANY_VERSION, auth=user)

    *created, deleted = at_once(create, create, delete)

    assert deleted.status_code == 204
    assert {answer.status_code for answer in created} <= {201, 401}
    paths = [item_path(item) for answer in created for item in answer.json().get("items", [])]
    assert {http.get(path, auth=admin).status_code for path in paths} <= {404}
