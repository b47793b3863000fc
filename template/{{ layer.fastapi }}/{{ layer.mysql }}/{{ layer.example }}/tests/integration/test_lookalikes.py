"""Addresses that differ only in accents belong to different users."""


async def test_an_accented_address_is_not_the_plain_one(client, make_account, mails):
    await make_account(email="victim@example.com")
    await client.post("/api/v1/auth/password-reset", json={"email": "vïctim@example.com"})

    assert mails("vïctim@example.com") == []
    assert mails("victim@example.com") == []
