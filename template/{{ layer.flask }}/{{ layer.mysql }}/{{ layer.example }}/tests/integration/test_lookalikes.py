"""Addresses that differ only in accents belong to different users."""


def test_an_accented_address_is_not_the_plain_one(client, make_account, mails):
    make_account(email="victim@example.com")
    client.post("/api/v1/auth/password-reset", json={"email": "vïctim@example.com"})

    assert mails("vïctim@example.com") == []
    assert mails("victim@example.com") == []
