"""The stock-keeping unit of an item."""

ITEMS = "/api/v1/items"


async def test_an_item_keeps_its_sku(client, ada):
    new = {"name": "Lamp", "price": "3.00", "sku": "L-1"}
    created = await client.post(ITEMS, json=new, headers=ada.headers)
    path = created.headers["location"]
    headers = {**ada.headers, "If-Match": "*"}
    changed = await client.patch(path, json={"sku": None}, headers=headers)

    assert created.json()["sku"] == "L-1"
    assert changed.json()["sku"] is None
