"""Reads of records that the client has already: the header `If-None-Match`."""

import pytest


ITEMS = "/api/v1/items"
USERS = "/api/v1/users"


@pytest.mark.parametrize("seen", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_an_item_that_the_client_has_is_not_sent_again(api, ada, lamp, seen):
    headers = {**ada.headers, "If-None-Match": seen}
    response = api.get(f"{ITEMS}/{lamp.id}", headers=headers)

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["etag"] == '"1"'
    assert not {"content-type", "content-length"} & {name.lower() for name in response.headers}


def test_a_user_that_the_client_has_is_not_sent_again(api, ada):
    for path in (f"{USERS}/me", f"{USERS}/{ada.id}"):
        etag = (api.get(path, headers=ada.headers)).headers["etag"]
        response = api.get(path, headers={**ada.headers, "If-None-Match": etag})

        assert (response.status_code, response.headers["etag"]) == (304, etag)


@pytest.mark.parametrize("seen", ['"2"', "1", '"1', ""])
def test_another_version_is_sent(api, ada, lamp, seen):
    headers = {**ada.headers, "If-None-Match": seen}
    response = api.get(f"{ITEMS}/{lamp.id}", headers=headers)

    assert (response.status_code, response.json()["version"]) == (200, 1)


def test_an_item_is_sent_when_its_owner_has_another_name(api, ada, lamp):
    change = {**ada.headers, "If-Match": "*"}
    api.patch(f"{USERS}/{ada.id}", json={"name": "Eve"}, headers=change)
    headers = {**ada.headers, "If-None-Match": '"1"'}
    response = api.get(f"{ITEMS}/{lamp.id}", headers=headers)

    assert response.json()["owner"]["name"] == "Eve"


def test_what_one_may_not_read_is_refused_all_the_same(api, make_account, lamp):
    eve = make_account()
    headers = {**eve.headers, "If-None-Match": "*"}
    response = api.get(f"{ITEMS}/{lamp.id}", headers=headers)

    assert response.status_code == 403
