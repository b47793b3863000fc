"""Concurrent requests: no lost update, no duplicate record, no unhandled error."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    ITEMS,
    PASSWORD,
    USERS,
    Account,
    at_once,
    create_item,
    error,
    if_match,
    item_path,
    login,
    new_email,
    record_of,
    register,
    registration,
    reset_token,
)
from tests.contract.service import Service, eventually
from tests.helpers.databases import row_lock, waiting


def statuses(answers: list[httpx.Response]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_of_changes_to_one_version_exactly_one_wins(http: httpx.Client, owner: Account):
    item = create_item(http, owner)

    for _ in range(20):
        change = partial(http.patch, item_path(item), headers=if_match(item), auth=owner)
        answers = at_once(*(partial(change, json={"name": name}) for name in "abc"))
        winner = next(answer for answer in answers if answer.is_success)

        assert statuses(answers) == [200, 412, 412]
        assert record_of(http.get(item_path(item), auth=owner)) == winner.json()
        item = winner.json()


def test_of_changes_to_one_version_of_a_user_exactly_one_wins(http: httpx.Client, user: Account):
    record = record_of(http.get(user.path, auth=user))

    for _ in range(10):
        change = partial(http.patch, user.path, headers=if_match(record), auth=user)
        answers = at_once(*(partial(change, json={"name": name}) for name in "ab"))

        assert statuses(answers) == [200, 412]
        record = next(answer for answer in answers if answer.is_success).json()


def test_every_change_counts_when_none_names_a_version(http: httpx.Client, owner: Account):
    item = create_item(http, owner)
    change = partial(http.patch, item_path(item), headers=ANY_VERSION, auth=owner)

    answers = at_once(*(partial(change, json={"name": f"{number}"}) for number in range(8)))

    assert set(statuses(answers)) <= {200, 412}
    version = record_of(http.get(item_path(item), auth=owner))["version"]
    assert version == 1 + sum(answer.is_success for answer in answers)


def test_of_registrations_with_one_address_exactly_one_wins(http: httpx.Client):
    for _ in range(6):
        address = new_email()
        spellings = [address, address.upper(), address.title(), address.replace("user", "USER")]
        bodies = [registration(email=spelling) for spelling in spellings]

        answers = at_once(*(partial(http.post, f"{AUTH}/register", json=body) for body in bodies))

        assert statuses(answers) == [201, 409, 409, 409]
        losers = {error(answer) for answer in answers if answer.status_code == 409}
        assert losers == {(409, "email_taken")}


def test_of_users_who_take_one_address_exactly_one_gets_it(
    http: httpx.Client, owner: Account, stranger: Account
):
    for _ in range(10):
        body = {"email": new_email(), "current_password": PASSWORD}
        take = partial(http.patch, json=body, headers=ANY_VERSION)

        answers = at_once(*(partial(take, who.path, auth=who) for who in (owner, stranger)))

        assert statuses(answers) == [200, 409]


@pytest.mark.parametrize("names_version", [True, False])
def test_an_item_is_published_once(http: httpx.Client, owner: Account, *, names_version: bool):
    for _ in range(10):
        item = create_item(http, owner)
        headers = if_match(item) if names_version else ANY_VERSION
        publish = partial(http.post, f"{item_path(item)}/publish", headers=headers, auth=owner)

        first, second = statuses(at_once(publish, publish))

        assert first == 200
        assert second in {409, 412}


def test_an_item_is_deleted_once(http: httpx.Client, owner: Account):
    for _ in range(10):
        item = create_item(http, owner)
        delete = partial(http.delete, item_path(item), headers=if_match(item), auth=owner)

        first, second = statuses(at_once(delete, delete))

        assert first == 204
        assert second in {404, 412}


def test_a_reset_token_works_once_even_at_once(service: Service, http: httpx.Client, user: Account):
    http.post(f"{AUTH}/password-reset", json={"email": user.email})
    token = reset_token(service.outbox, user.email)
    body = {"token": token, "password": "Better-horse-8"}
    confirm = partial(http.post, f"{AUTH}/password-reset/confirm", json=body)

    assert statuses(at_once(confirm, confirm)) == [204, 400]


def test_no_token_of_an_old_password_outlives_a_change_that_had_to_wait(
    service: Service, user: Account
):
    patience = {
        "DATABASE_LOCK_TIMEOUT_SECONDS": "30",
        "DATABASE_STATEMENT_TIMEOUT_SECONDS": "30",
    }
    body = {"current_password": user.password, "new_password": "Better-horse-8"}
    with (
        service.launch(patience) as instance,
        httpx.Client(base_url=instance.base_url, timeout=60) as http,
        ThreadPoolExecutor(2) as pool,
    ):
        with row_lock(service.database_url, "users", user.id):
            change = pool.submit(http.post, f"{AUTH}/password", json=body, auth=user)
            eventually(lambda: waiting(service.database_url) == 1, 20)
            answer = pool.submit(login, http, user.email, user.password)
            eventually(lambda: answer.done() or waiting(service.database_url) > 1, 20)

        assert change.result().status_code == 204
        if answer.result().is_success:
            token = answer.result().json()["access_token"]
            me = http.get(f"{USERS}/me", headers={"Authorization": f"Bearer {token}"})
            assert me.status_code == 401


def test_a_user_who_goes_while_creating_items_leaves_none(http: httpx.Client, admin: Account):
    for _ in range(5):
        user = register(http)
        create = partial(http.post, ITEMS, json={"name": "a", "price": 1}, auth=user)
        delete = partial(http.delete, user.path, headers=ANY_VERSION, auth=user)

        *created, deleted = at_once(create, create, create, delete)

        assert deleted.status_code == 204
        assert {answer.status_code for answer in created} <= {201, 401}
        paths = [item_path(answer.json()) for answer in created if answer.is_success]
        assert {http.get(path, auth=admin).status_code for path in paths} <= {404}
