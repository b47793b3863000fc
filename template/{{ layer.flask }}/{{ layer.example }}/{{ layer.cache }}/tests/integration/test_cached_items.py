"""What is cached of items, and what a change makes of it."""

from typing import Any


ITEMS = "/api/v1/items"
LAMP = {"name": "Lamp", "price": "19.90"}


def count(client, headers) -> int:
    """Return how many items the totals and the list of an admin count."""
    months = (client.get(f"{ITEMS}/totals", headers=headers)).json()["months"]
    total: int = (client.get(ITEMS, headers=headers)).json()["total"]
    assert sum(month["count"] for month in months) == total
    return total


def test_a_change_shows_in_the_next_response(api, ada, admin):
    before = count(api, admin.headers)
    path = (api.post(ITEMS, json=LAMP, headers=ada.headers)).headers["location"]
    with_item = count(api, admin.headers)
    api.delete(path, headers={**ada.headers, "If-Match": "*"})

    assert (before, with_item, count(api, admin.headers)) == (0, 1, 0)


def test_a_commit_whose_response_is_lost_shows_too(api, ada, admin, database, monkeypatch):
    before = count(api, admin.headers)
    dialect = database.engine.dialect
    commit = dialect.do_commit

    def lose(connection: Any) -> None:
        commit(connection)
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_commit", lose)
        response = api.post(ITEMS, json=LAMP, headers=ada.headers)

    assert response.status_code >= 500
    assert (before, count(api, admin.headers)) == (0, 1)
