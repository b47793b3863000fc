"""Categories over HTTP."""

import pytest


CATEGORIES = "/api/v1/categories"


@pytest.fixture
async def lamps(client, ada):
    """A category of the name Lamps."""
    return await client.post(CATEGORIES, json={"name": "Lamps"}, headers=ada.headers)


async def test_a_category_is_added_and_listed(client, ada, lamps):
    response = await client.get(CATEGORIES, headers=ada.headers)

    assert lamps.status_code == 201
    assert response.json() == {"items": [{"id": lamps.json()["id"], "name": "Lamps"}]}


async def test_a_name_is_taken_once(client, ada, lamps):
    response = await client.post(CATEGORIES, json={"name": "Lamps"}, headers=ada.headers)

    assert lamps.status_code == 201
    assert (response.status_code, response.json()["error"]) == (409, "category_taken")


async def test_a_category_needs_a_name(client, ada):
    response = await client.post(CATEGORIES, json={"name": ""}, headers=ada.headers)

    assert response.status_code == 422


async def test_a_viewer_may_not_add_one(client, viewer):
    response = await client.post(CATEGORIES, json={"name": "Lamps"}, headers=viewer.headers)

    assert response.status_code == 403


async def test_a_caller_without_a_token_reads_none(client):
    assert (await client.get(CATEGORIES)).status_code == 401
