"""A bearer token says who is asking."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest


ME = "/api/v1/me"


@pytest.fixture
def sign(settings):
    """Sign claims with the service's key, or another."""

    def sign(key=settings.secret_key, **claims):
        now = datetime.now(UTC)
        payload = {"sub": "ada", "iat": now, "exp": now + timedelta(minutes=5), **claims}
        return jwt.encode({k: v for k, v in payload.items() if v is not None}, key)

    return sign


def test_a_good_token_is_told_whose_it_is(client, sign):
    headers = {"Authorization": f"Bearer {sign(roles=['user', 'admin'])}"}
    response = client.get(ME, headers=headers)

    assert response.json == {"subject": "ada", "roles": ["admin", "user"]}


def test_a_token_of_the_service_itself_is_good(client, app):
    token = app.extensions["access_tokens"].issue("ada", roles=["user"])
    response = client.get(ME, headers={"Authorization": f"Bearer {token}"})

    assert response.json == {"subject": "ada", "roles": ["user"]}


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"roles": "admin"},
        {"key": "another key, which is long enough too"},
    ],
)
def test_a_token_that_is_not_whole_is_refused(client, sign, claims):
    headers = {"Authorization": f"Bearer {sign(**claims)}"}

    assert client.get(ME, headers=headers).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic YTpi"])
def test_a_header_that_is_malformed_is_refused(client, header):
    response = client.get(ME, headers={"Authorization": header})

    assert response.status_code == 401
    assert response.json["error"] == "not_authenticated"
    assert response.headers["www-authenticate"] == "Bearer"
