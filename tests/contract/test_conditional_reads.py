"""Reads of records that the client has already."""

import httpx
import pytest

from tests.contract.client import ANY_VERSION, Account, create_item, if_match, item_path, record_of


def read(http: httpx.Client, path: str, reader: Account, seen: str) -> httpx.Response:
    return http.get(path, headers={"If-None-Match": seen}, auth=reader)


@pytest.mark.parametrize("seen", ['"1"', 'W/"1"', '"8", "1"', "*"])
def test_an_item_that_has_not_changed_is_not_sent_again(
    http: httpx.Client, owner: Account, seen: str
):
    response = read(http, item_path(create_item(http, owner)), owner, seen)

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == '"1"'
    assert response.headers["X-Request-ID"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not {"content-type", "content-length"} & set(response.headers)


def test_a_user_that_has_not_changed_is_not_sent_again(http: httpx.Client, user: Account):
    for path in (user.path, "/api/v1/users/me"):
        etag = http.get(path, auth=user).headers["ETag"]
        assert read(http, path, user, etag).status_code == 304


def test_several_headers_are_one_list(http: httpx.Client, owner: Account):
    headers = [("If-None-Match", '"9"'), ("If-None-Match", '"1"')]
    response = http.get(item_path(create_item(http, owner)), headers=headers, auth=owner)

    assert response.status_code == 304


@pytest.mark.parametrize("seen", ['"2"', "1", '"1', '"01"', "", "W/1", '*, "9"'])
def test_what_the_client_does_not_have_is_sent(http: httpx.Client, owner: Account, seen: str):
    item = create_item(http, owner)

    assert record_of(read(http, item_path(item), owner, seen)) == item


def test_a_changed_item_is_sent_again(http: httpx.Client, owner: Account):
    item = create_item(http, owner)
    http.patch(item_path(item), json={"price": "2.00"}, headers=if_match(item), auth=owner)

    assert record_of(read(http, item_path(item), owner, '"1"'))["price"] == "2.00"
    assert read(http, item_path(item), owner, '"2"').status_code == 304


def test_an_item_is_sent_again_when_its_owner_has_another_name(http: httpx.Client, user: Account):
    path = item_path(create_item(http, user))
    http.patch(user.path, json={"name": "Grace"}, headers=ANY_VERSION, auth=user)

    assert record_of(read(http, path, user, '"1"'))["owner"]["name"] == "Grace"


def test_it_is_no_way_to_learn_of_records(http: httpx.Client, owner: Account, user: Account):
    item = create_item(http, owner)

    assert read(http, item_path(item), user, "*").status_code == 403
    assert read(http, owner.path, user, "*").status_code == 403
