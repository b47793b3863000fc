"""Categories over HTTP."""

import pytest


CATEGORIES = "/api/v1/categories"


@pytest.fixture
def lamps(client, ada):
    """A category of the name Lamps."""
    return client.post(CATEGORIES, json={"name": "Lamps"}, headers=ada.headers)


def test_a_category_is_added_and_listed(client, ada, lamps):
    response = client.get(CATEGORIES, headers=ada.headers)

    assert lamps.status_code == 201
    assert response.json == {"items": [{"id": lamps.json["id"], "name": "Lamps"}]}


def test_a_name_is_taken_once(client, ada, lamps):
    response = client.post(CATEGORIES, json={"name": "Lamps"}, headers=ada.headers)

    assert lamps.status_code == 201
    assert (response.status_code, response.json["error"]) == (409, "category_taken")


def test_a_category_needs_a_name(client, ada):
    response = client.post(CATEGORIES, json={"name": ""}, headers=ada.headers)

    assert response.status_code == 422


def test_a_viewer_may_not_add_one(client, viewer):
    response = client.post(CATEGORIES, json={"name": "Lamps"}, headers=viewer.headers)

    assert response.status_code == 403


def test_a_caller_without_a_token_reads_none(client):
    assert client.get(CATEGORIES).status_code == 401
