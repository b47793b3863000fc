"""Two callers at once never overwrite each other."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient


def at_once(method: str, path: str, bodies: list[Any], **headers: str) -> list[int]:
    """Send requests at the same time, each by a client of its own; returns their statuses."""

    def send(body: Any) -> int:
        try:
            status: int = getattr(APIClient(), method)(path, body, headers=headers).status_code
            return status
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return sorted(pool.map(send, bodies))


@pytest.mark.parametrize("_", range(5))
def test_of_two_changes_at_once_one_is_made(database, ada, lamp, _):
    headers = {**ada.headers, "If-Match": '"1"'}
    bodies = [{"name": "Left"}, {"name": "Right"}]

    assert at_once("patch", f"/api/v1/items/{lamp.id}", bodies, **headers) == [200, 412]


def test_of_many_registrations_at_once_one_is_made(database):
    addresses = ("ada@example.com", "Ada@example.com", "ADA@example.com")
    bodies = [
        {"email": address, "password": "Correct-horse-7", "name": "Ada"} for address in addresses
    ]

    assert at_once("post", "/api/v1/auth/register", bodies) == [201, 409, 409]


@pytest.mark.parametrize("_", range(5))
def test_of_many_resets_at_once_all_are_taken_in(database, ada, _):
    bodies = [{"email": ada.email}] * 4

    assert at_once("post", "/api/v1/auth/password-reset", bodies) == [202] * 4
