"""The stock-keeping unit of an item."""

ITEMS = "/api/v1/items"


def test_an_item_keeps_its_sku(client, ada):
    new = {"name": "Lamp", "price": "3.00", "sku": "L-1"}
    created = client.post(ITEMS, new, headers=ada.headers)
    path = created.headers["Location"]
    changed = client.patch(path, {"sku": ""}, headers={**ada.headers, "If-Match": "*"})

    assert created.json()["sku"] == "L-1"
    assert changed.json()["sku"] == ""
