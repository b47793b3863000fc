"""Two callers at once never overwrite each other."""

from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture
def at_once(app):
    """Send requests at the same time, each by a client of its own; returns their statuses."""

    def at_once(method, path, bodies, headers=None):
        def send(body):
            client = app.test_client()
            return client.open(path, method=method, json=body, headers=headers).status_code

        with ThreadPoolExecutor(len(bodies)) as pool:
            return sorted(pool.map(send, bodies))

    return at_once


@pytest.mark.parametrize("_", range(5))
def test_of_two_changes_at_once_one_is_made(at_once, ada, lamp, _):
    headers = {**ada.headers, "If-Match": '"1"'}
    bodies = [{"name": "Left"}, {"name": "Right"}]

    assert at_once("PATCH", f"/api/v1/items/{lamp.id}", bodies, headers) == [200, 412]


def test_of_many_registrations_at_once_one_is_made(at_once, database):
    addresses = ("ada@example.com", "Ada@example.com", "ADA@example.com")
    bodies = [
        {"email": address, "password": "Correct-horse-7", "name": "Ada"} for address in addresses
    ]

    assert at_once("POST", "/api/v1/auth/register", bodies) == [201, 409, 409]
