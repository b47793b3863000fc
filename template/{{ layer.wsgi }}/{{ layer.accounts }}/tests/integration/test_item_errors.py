"""Errors that all operations on one item share."""

import pytest


ITEMS = "/api/v1/items"
ANY_VERSION = {"If-Match": "*"}
ONE_ITEM = [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/publish")]
CHANGES = ONE_ITEM[1:]


@pytest.fixture
def send(api, method, suffix):
    """Send a request, with a body if the operation needs one."""

    def send(item_id, headers):
        return api.request(
            method,
            f"{ITEMS}/{item_id}{suffix}",
            json={"price": "1.00"} if method == "PATCH" else None,
            headers=headers,
        )

    return send


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("GET", ""), ("GET", "/totals")])
def test_all_items_need_a_token(api, method, path):
    response = api.request(method, f"{ITEMS}{path}")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_batch_is_only_created(api, ada, method):
    headers = ada.headers | ANY_VERSION
    response = api.request(method, f"{ITEMS}/batch", json={}, headers=headers)

    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) - {"OPTIONS"} == {"POST"}


def test_a_parameter_of_a_list_is_given_once(api, ada):
    response = api.get(f"{ITEMS}?limit=1&limit=2&offset=0", headers=ada.headers)

    assert response.status_code == 422
    assert response.json()["fields"] == [{"field": "limit", "message": "Must be given once."}]


@pytest.mark.parametrize(("method", "suffix"), ONE_ITEM)
class TestOneItem:
    def test_needs_a_token(self, send, lamp):
        response = send(lamp.id, ANY_VERSION)

        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"

    def test_belongs_to_its_owner(self, send, lamp, make_account):
        stranger = make_account()

        assert send(lamp.id, stranger.headers | ANY_VERSION).status_code == 403

    def test_must_exist(self, send, ada):
        response = send(2147483647, ada.headers | ANY_VERSION)

        assert response.status_code == 404
        assert response.json()["item_id"] == 2147483647

    @pytest.mark.parametrize("item_id", ["0", "01", "2147483648", "first"])
    def test_has_a_positive_id(self, send, ada, item_id):
        response = send(item_id, ada.headers | ANY_VERSION)

        assert response.status_code == 422
        assert response.json()["fields"][0]["field"] == "item_id"


@pytest.mark.parametrize(("method", "suffix"), CHANGES)
class TestVersions:
    """A change is refused without the current version of the item."""

    def test_the_version_must_be_named(self, send, lamp, ada):
        response = send(lamp.id, ada.headers)

        assert response.status_code == 428
        assert response.json()["error"] == "precondition_required"
        assert response.json()["message"] == "Send If-Match with the ETag that you last saw."

    @pytest.mark.parametrize("tag", ['"2"', 'W/"1"', '"one"', "1", '"0"'])
    def test_the_version_must_be_the_present_one(self, send, lamp, ada, tag):
        response = send(lamp.id, {**ada.headers, "If-Match": tag})

        assert response.status_code == 412
        assert response.json()["error"] == "precondition_failed"

    @pytest.mark.parametrize("tags", ["*", '"1"', '"7", "1"'])
    def test_the_version_may_be_one_of_several(self, send, lamp, ada, tags):
        response = send(lamp.id, {**ada.headers, "If-Match": tags})

        assert response.is_success


@pytest.mark.parametrize(("method", "suffix"), CHANGES)
def test_a_viewer_changes_nothing(send, viewer, make_item):
    item = make_item(viewer)
    response = send(item.id, viewer.headers | ANY_VERSION)

    assert response.status_code == 403
