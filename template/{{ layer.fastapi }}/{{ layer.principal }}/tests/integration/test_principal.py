"""A bearer token identifies the caller."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest


ME = "/api/v1/me"


@pytest.fixture
def sign(settings):
    """Sign claims, by default with the service's key."""

    def sign(key=settings.secret_key, **claims):
        now = datetime.now(UTC)
        payload = {"sub": "ada", "iat": now, "exp": now + timedelta(minutes=5), **claims}
        return jwt.encode({k: v for k, v in payload.items() if v is not None}, key)

    return sign


async def test_a_good_token_is_told_whose_it_is(client, sign):
    headers = {"Authorization": f"Bearer {sign(roles=['user', 'admin'])}"}
    response = await client.get(ME, headers=headers)

    assert response.json() == {"subject": "ada", "roles": ["admin", "user"]}


async def test_a_token_of_the_service_itself_is_good(client, app):
    headers = {"Authorization": f"Bearer {app.state.access_tokens.issue('ada', roles=['user'])}"}
    response = await client.get(ME, headers=headers)

    assert response.json() == {"subject": "ada", "roles": ["user"]}


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
async def test_a_token_that_is_not_whole_is_refused(client, sign, claims):
    headers = {"Authorization": f"Bearer {sign(**claims)}"}

    assert (await client.get(ME, headers=headers)).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x.y.z", "Basic YTpi"])
async def test_a_header_that_is_malformed_is_refused(client, header):
    response = await client.get(ME, headers={"Authorization": header})

    assert response.status_code == 401
    assert response.json()["error"] == "not_authenticated"
    assert response.headers["www-authenticate"] == "Bearer"
