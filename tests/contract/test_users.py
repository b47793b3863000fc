"""Users: who may read and change which record."""

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    LARGEST_ID,
    PASSWORD,
    USERS,
    Account,
    create_item,
    error,
    faulty_fields,
    if_match,
    item_path,
    login,
    new_email,
    record_of,
    register,
)


def change(http: httpx.Client, by: Account, user: Account, **members: object) -> httpx.Response:
    return http.patch(user.path, json=members, headers=ANY_VERSION, auth=by)


def test_a_user_reads_its_own_record(http: httpx.Client, owner: Account):
    me, by_id = http.get(f"{USERS}/me", auth=owner), http.get(owner.path, auth=owner)

    assert record_of(me) == record_of(by_id)
    assert me.json()["email"] == owner.email
    assert me.headers["ETag"] == by_id.headers["ETag"] == f'"{me.json()["version"]}"'


def test_a_viewer_reads_its_own_record(http: httpx.Client, viewer: Account):
    assert record_of(http.get(f"{USERS}/me", auth=viewer))["role"] == "viewer"


def test_an_admin_reads_every_record(http: httpx.Client, admin: Account, owner: Account):
    assert record_of(http.get(owner.path, auth=admin))["id"] == owner.id


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_nobody_else_touches_a_record_or_learns_whether_it_exists(
    http: httpx.Client, owner: Account, stranger: Account, method: str
):
    body = {"name": "x"} if method == "PATCH" else None
    paths = [owner.path, f"{USERS}/{LARGEST_ID}"]

    answers = [
        http.request(method, p, headers=ANY_VERSION, json=body, auth=stranger) for p in paths
    ]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 2
    assert answers[0].content == answers[1].content


def test_an_admin_pages_through_the_users_by_id(http: httpx.Client, admin: Account):
    members = [register(http) for _ in range(2)]

    first = record_of(http.get(f"{USERS}?limit=100", auth=admin))
    last = http.get(f"{USERS}?limit=2&offset={first['total'] - 2}", auth=admin)

    ids = [record["id"] for record in first["items"]]
    assert ids == sorted(ids)
    assert [record["id"] for record in record_of(last)["items"]] == [m.id for m in members]
    assert (last.json()["limit"], last.json()["offset"]) == (2, first["total"] - 2)
    assert last.headers["X-Total-Count"] == str(first["total"])


def test_the_list_counts_the_items_of_each_user(http: httpx.Client, admin: Account):
    rich, poor = register(http), register(http)
    for _ in range(2):
        create_item(http, rich)

    total = record_of(http.get(USERS, auth=admin))["total"]
    page = record_of(http.get(f"{USERS}?offset={total - 2}", auth=admin))

    counts = {record["id"]: record["item_count"] for record in page["items"]}
    assert counts == {rich.id: 2, poor.id: 0}
    assert page["items"][0].keys() - record_of(http.get(rich.path, auth=rich)).keys() == {
        "item_count"
    }


def test_only_an_admin_lists_users(http: httpx.Client, owner: Account, viewer: Account):
    answers = [http.get(USERS, auth=account) for account in (owner, viewer)]

    assert [error(answer) for answer in answers] == [(403, "permission_denied")] * 2


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=101", "limit"), ("offset=-1", "offset"), ("limit=x", "limit")],
)
def test_a_page_of_users_has_bounds(http: httpx.Client, admin: Account, query: str, field: str):
    assert faulty_fields(http.get(f"{USERS}?{query}", auth=admin)) == {field}


def test_a_user_changes_its_name_and_address(http: httpx.Client, user: Account):
    before = record_of(http.get(user.path, auth=user))
    address = new_email()
    body = {"name": " Grace ", "email": address.upper(), "current_password": PASSWORD}

    response = http.patch(user.path, json=body, headers=if_match(before), auth=user)

    after = record_of(response)
    assert (after["name"], after["email"]) == ("Grace", address)
    assert after["version"] == before["version"] + 1
    assert response.headers["ETag"] == f'"{after["version"]}"'
    assert after["created_at"] == before["created_at"]
    assert after["updated_at"] > before["updated_at"]
    assert record_of(http.get(user.path, auth=user)) == after
    assert login(http, address).status_code == 200
    assert login(http, user.email).status_code == 401


def test_a_change_leaves_the_rest_as_it_was(http: httpx.Client, user: Account):
    before = record_of(http.get(user.path, auth=user))

    after = record_of(change(http, user, user, name="Grace"))

    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "version", "updated_at"}


def test_a_stale_change_is_refused(http: httpx.Client, user: Account):
    before = record_of(http.get(user.path, auth=user))
    record_of(change(http, user, user, name="Grace"))

    stale = http.patch(user.path, json={"name": "x"}, headers=if_match(before), auth=user)
    gone = http.delete(user.path, headers=if_match(before), auth=user)

    assert error(stale) == error(gone) == (412, "precondition_failed")
    assert record_of(http.get(user.path, auth=user))["name"] == "Grace"


def test_nobody_takes_the_address_of_another(http: httpx.Client, owner: Account, user: Account):
    response = change(http, user, user, email=owner.email.upper(), current_password=PASSWORD)

    assert error(response) == (409, "email_taken")


def test_ones_own_address_in_another_case_is_not_taken(http: httpx.Client, user: Account):
    changed = change(http, user, user, email=user.email.upper(), current_password=PASSWORD)

    assert record_of(changed)["email"] == user.email


@pytest.mark.parametrize("member", [{"role": "admin"}, {"is_active": False}])
def test_nobody_but_an_admin_changes_a_role_or_an_activation(
    http: httpx.Client, user: Account, member: dict[str, object]
):
    assert error(change(http, user, user, **member)) == (403, "permission_denied")
    assert error(change(http, user, user, name="x", **member)) == (403, "permission_denied")
    assert record_of(http.get(user.path, auth=user))["name"] != "x"


def test_an_admin_changes_all_of_a_user(http: httpx.Client, admin: Account, user: Account):
    members = {"name": "Grace", "email": new_email(), "role": "viewer", "is_active": False}

    after = record_of(change(http, admin, user, **members))

    assert {name: after[name] for name in members} == members


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"name": None}, "name"),
        ({"name": " "}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"email": "ada"}, "email"),
        ({"email": None}, "email"),
        ({"role": "king"}, "role"),
        ({"role": None}, "role"),
        ({"is_active": None}, "is_active"),
        ({"is_active": "perhaps"}, "is_active"),
        ({"password": "Another-horse-9"}, "password"),
        ({"id": 7}, "id"),
        ({"version": 7}, "version"),
    ],
    ids=str,
)
def test_an_invalid_change_is_refused(
    http: httpx.Client, admin: Account, owner: Account, members: dict[str, object], field: str
):
    assert faulty_fields(change(http, admin, owner, **members)) == {field}


def test_an_empty_change_is_refused(http: httpx.Client, owner: Account):
    assert error(change(http, owner, owner)) == (422, "validation_error")


@pytest.mark.parametrize("by_admin", [True, False])
def test_a_deleted_user_is_gone_with_its_items(
    http: httpx.Client, admin: Account, user: Account, *, by_admin: bool
):
    item = create_item(http, user)

    response = http.delete(user.path, headers=ANY_VERSION, auth=admin if by_admin else user)

    assert (response.status_code, response.content) == (204, b"")
    assert error(http.get(user.path, auth=admin)) == (404, "user_not_found")
    assert error(http.get(item_path(item), auth=admin)) == (404, "item_not_found")
    assert error(login(http, user.email)) == (401, "invalid_credentials")


def test_the_address_of_a_deleted_user_is_free_again(http: httpx.Client, user: Account):
    assert http.delete(user.path, headers=ANY_VERSION, auth=user).status_code == 204

    assert register(http, email=user.email).id != user.id
