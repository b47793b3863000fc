"""A new password voids earlier tokens, and a change of one's own address requires the password."""

import time

import pytest

from tests.integration.conftest import PASSWORD


CHANGE = "/api/v1/auth/password"
ME = "/api/v1/users/me"
NEW_PASSWORD = "Wholly-new-8"


@pytest.fixture
def change(client, ada):
    """Change Ada's password, given a current password."""

    async def change(current: str = PASSWORD):
        body = {"current_password": current, "new_password": NEW_PASSWORD}
        return await client.post(CHANGE, json=body, headers=ada.headers)

    return change


@pytest.fixture
def log_in(client, ada):
    """Log in as Ada with a password."""

    async def log_in(password: str):
        body = {"email": ada.email, "password": password}
        return await client.post("/api/v1/auth/login", json=body)

    return log_in


@pytest.fixture
def issue(app):
    """Issue a token for an account."""
    tokens = app.state.access_tokens
    return lambda account, **options: tokens.issue(str(account.id), **options)


async def test_the_new_password_replaces_the_current_one(change, log_in):
    response = await change()

    assert response.status_code == 204
    assert (await log_in(PASSWORD)).status_code == 401
    assert (await log_in(NEW_PASSWORD)).status_code == 200


async def test_earlier_tokens_are_void_and_later_ones_are_not(client, ada, change, log_in):
    await change()
    later = (await log_in(NEW_PASSWORD)).json()["access_token"]

    assert (await client.get(ME, headers=ada.headers)).status_code == 401
    answer = await client.get(ME, headers={"Authorization": f"Bearer {later}"})
    assert answer.status_code == 200


async def test_a_token_from_a_login_that_the_change_overtook_is_void(client, ada, change, issue):
    before = time.time()
    await change()
    token = issue(ada, issued_at=before)

    answer = await client.get(ME, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


async def test_a_wrong_password_changes_nothing(ada, change, log_in, caplog):
    response = await change("Wrong-horse-7")

    assert response.status_code == 403
    assert response.json()["error"] == "wrong_password"
    assert (await log_in(PASSWORD)).status_code == 200
    logged = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    (refusal,) = [entry for entry in logged if entry["event"] == "wrong_password"]
    assert refusal["user_id"] == ada.id


@pytest.mark.parametrize("given", [{}, {"current_password": "Wrong-horse-7"}])
async def test_an_address_of_ones_own_needs_the_password(client, ada, given):
    body = {"email": "ada@example.org", **given}
    headers = {**ada.headers, "If-Match": "*"}
    response = await client.patch(f"/api/v1/users/{ada.id}", json=body, headers=headers)

    assert response.status_code == 403
    assert response.json()["error"] == "wrong_password"


async def test_an_admin_changes_the_address_of_another_without_it(client, ada, admin):
    body, headers = {"email": "ada@example.org"}, {**admin.headers, "If-Match": "*"}
    response = await client.patch(f"/api/v1/users/{ada.id}", json=body, headers=headers)

    assert response.json()["email"] == "ada@example.org"


async def test_an_answer_with_a_token_is_not_stored(ada, log_in):
    assert (await log_in(PASSWORD)).headers["cache-control"] == "no-store"
