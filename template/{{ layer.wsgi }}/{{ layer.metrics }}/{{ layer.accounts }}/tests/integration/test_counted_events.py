"""Requests that cause the business events that are counted."""

from tests.scraping import value


ITEMS = "/api/v1/items"
LOGIN = "/api/v1/auth/login"
COUNTERS = [
    ("logins_total", {"outcome": "success"}),
    ("logins_total", {"outcome": "failure"}),
    ("items_published_total", {}),
]


def counts(api) -> list[float]:
    """Return the value of each counter."""
    text = api.get("/metrics").text
    return [value(text, name, **labels) for name, labels in COUNTERS]


def test_logins_and_publications_are_counted(api, ada, lamp):
    before = counts(api)
    for password in ("Correct-horse-7", "Wrong-horse-7"):
        api.post(LOGIN, json={"email": ada.email, "password": password})
    headers = ada.headers | {"If-Match": "*"}
    api.post(f"{ITEMS}/{lamp.id}/publish", headers=headers)

    assert counts(api) == [count + 1 for count in before]
