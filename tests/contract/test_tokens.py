"""Bearer tokens: their claims, and the tokens that must be rejected."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from tests.contract.client import (
    ANY_VERSION,
    ITEMS,
    LARGEST_ID,
    USERS,
    Account,
    error,
    login,
    record_of,
)
from tests.contract.service import Service


ME = f"{USERS}/me"
Sign = Callable[..., str]


@pytest.fixture
def sign(service: Service, owner: Account) -> Sign:
    """Signs the owner's claims with some of them changed, or removed if None."""

    def token(key: str = service.secret_key, algorithm: str = "HS256", **changes: Any) -> str:
        now = int(time.time())
        claims = {"sub": str(owner.id), "iat": now, "exp": now + 60, **changes}
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.PyJWT().encode(kept, key, algorithm=algorithm)

    return token


def ask(http: httpx.Client, authorization: str) -> httpx.Response:
    return http.get(ME, headers={"Authorization": authorization})


def test_a_token_names_the_user_and_lives_half_an_hour(
    service: Service, http: httpx.Client, owner: Account
):
    answer = record_of(login(http, owner.email))

    claims = jwt.decode(answer["access_token"], service.secret_key, algorithms=["HS256"])
    assert answer["token_type"] == "bearer"
    assert answer["expires_in"] == 1800
    assert claims["sub"] == str(owner.id)
    assert claims["exp"] - claims["iat"] == 1800


def test_a_token_signed_with_the_key_is_accepted(http: httpx.Client, sign: Sign, owner: Account):
    assert record_of(ask(http, f"Bearer {sign()}"))["id"] == owner.id


def test_a_token_from_a_clock_that_is_a_little_ahead_is_accepted(http: httpx.Client, sign: Sign):
    assert ask(http, f"Bearer {sign(iat=int(time.time()) + 8)}").status_code == 200


def test_the_scheme_is_read_in_any_case(http: httpx.Client, sign: Sign):
    assert ask(http, f"bearer {sign()}").status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer nonsense", "Bearer a.b.c", "Basic YTpi", "Bearer a b", "é"],
)
def test_a_header_without_a_token_is_refused(http: httpx.Client, header: str):
    response = http.get(ME, headers=[(b"Authorization", header.encode())])

    assert error(response) == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_good_token_under_another_scheme_is_refused(http: httpx.Client, sign: Sign):
    assert error(ask(http, f"Token {sign()}")) == (401, "not_authenticated")


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(
    "forge",
    [
        lambda sign: sign(key="another key that is long enough for sha-512, which takes 64 bytes"),
        lambda sign: sign(key="", algorithm="none"),
        lambda sign: sign(algorithm="HS512"),
        lambda sign: sign(exp=int(time.time()) - 1),
        lambda sign: sign(iat=int(time.time()) + 60, exp=int(time.time()) + 120),
        lambda sign: sign(iat=None),
        lambda sign: sign(iat="today"),
        lambda sign: sign(iat=[1]),
        lambda sign: sign(iat=float("inf")),
        lambda sign: sign(exp=None),
        lambda sign: sign(exp="tomorrow"),
        lambda sign: sign(sub=None),
        lambda sign: sign(sub="ada"),
        lambda sign: sign(sub=""),
        lambda sign: sign(sub="0"),
        lambda sign: sign(sub=str(LARGEST_ID)),
        lambda sign: sign(sub="9" * 30),
        lambda sign: sign()[:-4],
        lambda sign: sign().rpartition(".")[0] + ".",
    ],
    ids=[
        "forged",
        "alg none",
        "another algorithm",
        "expired",
        "from the future",
        "no time of issue",
        "time of issue in letters",
        "time of issue in a list",
        "issued at infinity",
        "no expiry",
        "expiry in letters",
        "no subject",
        "subject in letters",
        "empty subject",
        "subject zero",
        "unknown subject",
        "enormous subject",
        "cut off",
        "unsigned",
    ],
)
def test_a_token_that_the_service_did_not_give_is_refused(http: httpx.Client, sign: Sign, forge):
    response = ask(http, f"Bearer {forge(sign)}")

    assert error(response) == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_the_token_of_a_deleted_user_is_refused(http: httpx.Client, user: Account):
    assert http.delete(user.path, headers=ANY_VERSION, auth=user).status_code == 204

    assert error(http.get(ME, auth=user)) == (401, "not_authenticated")


def test_a_deactivated_user_is_refused_at_once_until_activated(
    http: httpx.Client, admin: Account, user: Account
):
    record_of(set_user(http, admin, user, is_active=False))
    refused = http.get(ME, auth=user)
    not_logged_in = login(http, user.email)
    record_of(set_user(http, admin, user, is_active=True))

    assert error(refused) == (401, "not_authenticated")
    assert error(not_logged_in) == (401, "invalid_credentials")
    assert http.get(ME, auth=user).status_code == 200


def test_a_change_of_role_holds_at_the_next_request(
    http: httpx.Client, admin: Account, user: Account
):
    body = {"name": "a", "price": 1}

    statuses = [http.get(USERS, auth=user).status_code]
    for role in ["admin", "viewer", "user"]:
        record_of(set_user(http, admin, user, role=role))
        statuses.append(http.get(USERS, auth=user).status_code)
        statuses.append(http.post(ITEMS, json=body, auth=user).status_code)

    assert statuses == [403, 200, 201, 403, 403, 403, 201]


def set_user(
    http: httpx.Client, admin: Account, user: Account, **changes: object
) -> httpx.Response:
    return http.patch(user.path, json=changes, headers=ANY_VERSION, auth=admin)
