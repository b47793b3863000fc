"""Addresses that differ only in accents belong to different users."""


def test_an_accented_address_is_not_the_plain_one(client, make_account, mailoutbox):
    make_account(email="victim@vexample.com")
    response = client.post("/api/v1/auth/password-reset", {"email": "victim@véxample.com"})

    assert response.status_code == 202
    assert mailoutbox == []
