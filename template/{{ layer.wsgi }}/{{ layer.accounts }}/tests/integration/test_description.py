"""The OpenAPI document describes how to change an item."""

import pytest


@pytest.fixture
def description(api):
    """The OpenAPI document that clients receive."""
    return api.get("/openapi.json").json()


@pytest.fixture
def change(description):
    """The operation that changes an item."""
    return description["paths"]["/api/v1/items/{item_id}"]["patch"]


def test_a_change_takes_a_body(change):
    assert change["requestBody"]["required"] is True


def test_a_change_takes_an_id_and_a_version(change):
    parameters = {parameter["name"]: parameter for parameter in change["parameters"]}

    assert parameters["item_id"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 2_147_483_647,
    }
    assert parameters["If-Match"]["required"] is True


def test_a_change_stands_with_the_other_operations_on_items(change):
    assert change["tags"] == ["items"]


@pytest.mark.parametrize("status", ["404", "412", "422"])
def test_errors_have_one_schema(description, change, status):
    schemas = description["components"]["schemas"]
    (media,) = change["responses"][status]["content"].values()

    assert media["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
    assert {"error", "message", "fields"} <= schemas["ErrorBody"]["properties"].keys()
    assert "HTTPError" not in schemas
