"""A token is good only while it is whole and its user is there."""

import time
from datetime import UTC, datetime, timedelta

import jwt
import pytest


ME = "/api/v1/users/me"
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def sign(environment, ada):
    """Sign Ada's claims, or others, with the service's key, or another."""

    def sign(key=environment["SECRET_KEY"], algorithm="HS256", **claims):
        now = datetime.now(UTC)
        payload = {"sub": str(ada.id), "iat": now, "exp": now + timedelta(minutes=5), **claims}
        return jwt.encode({k: v for k, v in payload.items() if v is not None}, key, algorithm)

    return sign


def test_a_token_is_good_while_it_is_whole(api, sign, ada):
    response = api.get(ME, headers={"Authorization": f"Bearer {sign()}"})

    assert response.status_code == 200
    assert response.json()["id"] == ada.id


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"exp": None},
        {"iat": None},
        {"iat": "today"},
        {"iat": [1]},
        {"iat": float("inf")},
        {"iat": FUTURE},
        {"exp": datetime.now(UTC) - timedelta(seconds=1)},
        {"sub": None},
        {"sub": "ada"},
        {"sub": "99999999999"},
        {"sub": "0"},
        {"key": "another key, which is long enough too"},
        {"key": "", "algorithm": "none"},
    ],
)
def test_a_token_is_refused_unless_it_is_whole(api, sign, claims):
    headers = {"Authorization": f"Bearer {sign(**claims)}"}

    assert api.get(ME, headers=headers).status_code == 401


def test_a_clock_that_is_a_little_ahead_does_not_matter(api, sign):
    token = sign(iat=datetime.now(UTC) + timedelta(seconds=8))

    response = api.get(ME, headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 200


def test_a_time_may_be_written_as_a_text(api, sign):
    token = sign(iat=str(int(time.time())))

    response = api.get(ME, headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic YTpi"])
def test_a_token_is_refused_when_it_is_malformed(api, header):
    response = api.get(ME, headers={"Authorization": header})

    assert response.status_code == 401
    assert response.json()["error"] == "not_authenticated"


def test_a_token_is_refused_when_its_user_is_gone(api, ada):
    api.delete(f"/api/v1/users/{ada.id}", headers={**ada.headers, "If-Match": "*"})

    assert api.get(ME, headers=ada.headers).status_code == 401
