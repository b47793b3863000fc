"""A new password invalidates all earlier tokens of the account."""

import time
from statistics import median

import httpx
import pytest

from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    PASSWORD,
    USERS,
    Account,
    at_once,
    error,
    faulty_fields,
    log_in,
    login,
    new_email,
    record_of,
    register,
    reset_token,
)
from tests.contract.service import COSTLY, Service


ME = f"{USERS}/me"
BETTER = "Better-horse-8"


def change_password(http: httpx.Client, account: Account, current: str = PASSWORD):
    body = {"current_password": current, "new_password": BETTER}
    return http.post(f"{AUTH}/password", json=body, auth=account)


def confirm_reset(http: httpx.Client, token: str) -> httpx.Response:
    body = {"token": token, "password": BETTER}
    return http.post(f"{AUTH}/password-reset/confirm", json=body)


def change_email(http: httpx.Client, account: Account, email: str, **members: str):
    body = {"email": email, **members}
    return http.patch(account.path, json=body, headers=ANY_VERSION, auth=account)


def test_a_changed_password_is_the_only_one(http: httpx.Client, user: Account):
    response = change_password(http, user)

    assert (response.status_code, response.content) == (204, b"")
    assert error(login(http, user.email)) == (401, "invalid_credentials")
    assert login(http, user.email, BETTER).status_code == 200


def test_a_change_makes_earlier_tokens_invalid_and_later_ones_not(
    http: httpx.Client, user: Account
):
    other = log_in(http, user.email)
    change_password(http, user)
    later = log_in(http, user.email, BETTER)

    assert [error(http.get(ME, auth=token)) for token in (user, other)] == [
        (401, "not_authenticated")
    ] * 2
    assert http.get(ME, auth=later).status_code == 200


def test_a_reset_makes_earlier_tokens_invalid_and_later_ones_not(
    service: Service, http: httpx.Client, user: Account
):
    http.post(f"{AUTH}/password-reset", json={"email": user.email})
    assert confirm_reset(http, reset_token(service.outbox, user.email)).status_code == 204
    later = log_in(http, user.email, BETTER)

    assert error(http.get(ME, auth=user)) == (401, "not_authenticated")
    assert http.get(ME, auth=later).status_code == 200


def test_a_change_takes_an_open_reset_back(service: Service, http: httpx.Client, user: Account):
    http.post(f"{AUTH}/password-reset", json={"email": user.email})
    token = reset_token(service.outbox, user.email)
    change_password(http, user)

    assert error(confirm_reset(http, token)) == (400, "invalid_reset_token")


def test_a_change_needs_the_current_password(http: httpx.Client, user: Account):
    response = change_password(http, user, "Wrong-horse-7")

    assert error(response) == (403, "wrong_password")
    assert http.get(ME, auth=user).status_code == 200
    assert login(http, user.email).status_code == 200


def test_a_new_password_differs_from_the_current_one(http: httpx.Client, user: Account):
    body = {"current_password": PASSWORD, "new_password": PASSWORD}
    response = http.post(f"{AUTH}/password", json=body, auth=user)

    assert error(response) == (422, "validation_error")
    assert response.json()["fields"] == [
        {"field": "new_password", "message": "Must differ from the current password."}
    ]


@pytest.mark.parametrize("member", ["current_password", "new_password"])
def test_a_change_needs_both_passwords(http: httpx.Client, user: Account, member: str):
    body = {"current_password": PASSWORD, "new_password": BETTER}
    del body[member]

    assert faulty_fields(http.post(f"{AUTH}/password", json=body, auth=user)) == {member}


def test_the_new_password_is_held_to_the_rules(http: httpx.Client, user: Account):
    body = {"current_password": PASSWORD, "new_password": "short"}

    response = http.post(f"{AUTH}/password", json=body, auth=user)

    assert faulty_fields(response) == {"new_password"}


def test_of_two_changes_at_once_one_is_made(http: httpx.Client, user: Account):
    change = [lambda: change_password(http, user).status_code] * 2

    assert sorted(at_once(*change)) in ([204, 401], [204, 403])


@pytest.mark.parametrize("members", [{}, {"current_password": ""}, {"current_password": BETTER}])
def test_an_address_of_ones_own_needs_the_current_password(
    http: httpx.Client, user: Account, members: dict[str, str]
):
    response = change_email(http, user, new_email(), **members)

    assert error(response) == (403, "wrong_password")
    assert record_of(http.get(ME, auth=user))["email"] == user.email


def test_an_address_changes_with_the_current_password(http: httpx.Client, user: Account):
    address = new_email()

    record = record_of(change_email(http, user, address, current_password=PASSWORD))

    assert (record["email"], record["version"]) == (address, 2)
    assert "current_password" not in record


def test_an_admin_changes_anothers_address_without_a_password(
    http: httpx.Client, admin: Account, user: Account
):
    address = new_email()
    change = http.patch(user.path, json={"email": address}, headers=ANY_VERSION, auth=admin)

    assert record_of(change)["email"] == address


def test_an_admin_needs_the_password_for_the_admins_own_address(http: httpx.Client, admin: Account):
    assert error(change_email(http, admin, new_email())) == (403, "wrong_password")


def test_a_password_is_not_asked_for_another_change(http: httpx.Client, user: Account):
    body = {"name": "Ada King"}
    change = http.patch(user.path, json=body, headers=ANY_VERSION, auth=user)

    assert record_of(change)["name"] == "Ada King"


def test_a_reset_in_the_middle_of_other_changes_is_no_conflict(
    service: Service, http: httpx.Client, user: Account
):
    http.post(f"{AUTH}/password-reset", json={"email": user.email})
    token = reset_token(service.outbox, user.email)

    def rename() -> int:
        body = {"name": "Ada King"}
        return http.patch(user.path, json=body, headers=ANY_VERSION, auth=user).status_code

    confirmed, *_ = at_once(lambda: confirm_reset(http, token).status_code, *[rename] * 6)
    assert confirmed == 204


def test_an_unknown_reset_token_is_refused_before_a_password_is_hashed(service: Service):
    def seconds(call) -> float:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    with (
        service.launch(COSTLY) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20, trust_env=False) as http,
    ):
        account = register(http)
        refused = median(seconds(lambda: confirm_reset(http, "a" * 43)) for _ in range(7))
        hashed = median(seconds(lambda: login(http, account.email, "Wrong")) for _ in range(7))

    assert refused < hashed / 2


def test_an_answer_with_a_token_is_not_stored(http: httpx.Client, owner: Account):
    assert login(http, owner.email).headers["Cache-Control"] == "no-store"
