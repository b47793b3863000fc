"""Two callers at once never overwrite each other."""

import asyncio

import pytest


@pytest.mark.parametrize("_", range(5))
async def test_of_two_changes_at_once_one_is_made(client, ada, lamp, _):
    headers = {**ada.headers, "If-Match": '"1"'}
    responses = await asyncio.gather(
        *(
            client.patch(f"/api/v1/items/{lamp.id}", json={"name": name}, headers=headers)
            for name in ("Left", "Right")
        )
    )

    assert sorted(response.status_code for response in responses) == [200, 412]


async def test_of_many_registrations_at_once_one_is_made(client, database):
    body = {"password": "Correct-horse-7", "name": "Ada"}
    responses = await asyncio.gather(
        *(
            client.post("/api/v1/auth/register", json={**body, "email": email})
            for email in ("ada@example.com", "Ada@example.com", "ADA@example.com")
        )
    )

    assert sorted(response.status_code for response in responses) == [201, 409, 409]
