"""Requests that cause the business events that are counted."""

from tests.scraping import value


ITEMS = "/api/v1/items"
LOGIN = "/api/v1/auth/login"
COUNTERS = [
    ("logins_total", {"outcome": "success"}),
    ("logins_total", {"outcome": "failure"}),
    ("items_published_total", {}),
]


async def counts(client) -> list[float]:
    """Return the value of each counter."""
    text = (await client.get("/metrics")).text
    return [value(text, name, **labels) for name, labels in COUNTERS]


async def test_logins_and_publications_are_counted(client, ada, lamp):
    before = await counts(client)
    for password in ("Correct-horse-7", "Wrong-horse-7"):
        await client.post(LOGIN, json={"email": ada.email, "password": password})
    headers = ada.headers | {"If-Match": "*"}
    await client.post(f"{ITEMS}/{lamp.id}/publish", headers=headers)

    assert await counts(client) == [count + 1 for count in before]
