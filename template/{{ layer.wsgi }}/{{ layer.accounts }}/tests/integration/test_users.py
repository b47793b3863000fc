"""Users over HTTP, with the errors of each operation."""

import pytest

from tests.integration.conftest import PASSWORD


USERS = "/api/v1/users"
ANY_VERSION = {"If-Match": "*"}


class TestGet:
    @pytest.mark.parametrize("who", ["me", "id"])
    def test_shows_a_user_to_itself(self, api, ada, who):
        path = {"me": "me", "id": ada.id}[who]
        response = api.get(f"{USERS}/{path}", headers=ada.headers)

        assert response.json()["email"] == ada.email
        assert response.headers["etag"] == '"1"'

    def test_must_exist(self, api, admin):
        response = api.get(f"{USERS}/2147483647", headers=admin.headers)

        assert response.status_code == 404
        assert response.json().items() >= {"error": "user_not_found", "user_id": 2147483647}.items()


class TestUpdate:
    def test_changes_what_is_sent(self, api, ada):
        response = api.patch(
            f"{USERS}/{ada.id}",
            json={"email": "ADA@Example.org", "current_password": PASSWORD},
            headers={**ada.headers, "If-Match": '"1"'},
        )

        assert response.json()["email"] == "ada@example.org"
        assert response.json()["version"] == 2

    def test_refuses_an_email_that_is_taken(self, api, ada, admin):
        response = api.patch(
            f"{USERS}/{ada.id}",
            json={"email": admin.email.upper(), "current_password": PASSWORD},
            headers={**ada.headers, **ANY_VERSION},
        )

        assert response.status_code == 409
        assert response.json()["error"] == "email_taken"

    @pytest.mark.parametrize("change", [{"role": "admin"}, {"is_active": False}])
    def test_leaves_roles_to_admins(self, api, ada, admin, change):
        path = f"{USERS}/{ada.id}"
        refused = api.patch(path, json=change, headers={**ada.headers, **ANY_VERSION})
        allowed = api.patch(path, json=change, headers={**admin.headers, **ANY_VERSION})

        assert refused.status_code == 403
        assert allowed.json().items() >= change.items()


class TestDelete:
    def test_takes_the_users_items_along(self, api, ada, admin, lamp):
        headers = ada.headers | {"If-Match": '"1"'}
        response = api.delete(f"{USERS}/{ada.id}", headers=headers)
        item = api.get(f"/api/v1/items/{lamp.id}", headers=admin.headers)

        assert (response.status_code, item.status_code) == (204, 404)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_another_user_is_none_of_ones_business(api, ada, make_account, method):
    stranger = make_account()
    response = api.request(
        method,
        f"{USERS}/{ada.id}",
        json={"name": "Eve"} if method == "PATCH" else None,
        headers={**stranger.headers, **ANY_VERSION},
    )

    assert response.status_code == 403


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_user_that_has_changed_since_is_left_alone(api, ada, method):
    response = api.request(
        method,
        f"{USERS}/{ada.id}",
        json={"name": "Eve"} if method == "PATCH" else None,
        headers={**ada.headers, "If-Match": '"7"'},
    )

    assert response.status_code == 412


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_token_is_needed(api, ada, method):
    response = api.request(method, f"{USERS}/{ada.id}", json={"name": "Eve"}, headers=ANY_VERSION)

    assert response.status_code == 401


@pytest.mark.parametrize("path", ["", "/me"])
def test_a_token_is_needed_without_an_id_too(api, path):
    assert api.get(f"{USERS}{path}").status_code == 401


@pytest.mark.parametrize(
    ("change", "status"), [({"is_active": False}, 401), ({"role": "viewer"}, 403)]
)
def test_a_change_of_rights_counts_at_once(api, ada, admin, change, status):
    body = {"name": "Lamp", "price": "1.00"}
    headers = {**admin.headers, **ANY_VERSION}
    before = api.post("/api/v1/items", json=body, headers=ada.headers)
    api.patch(f"{USERS}/{ada.id}", json=change, headers=headers)
    after = api.post("/api/v1/items", json=body, headers=ada.headers)

    assert (before.status_code, after.status_code) == (201, status)
