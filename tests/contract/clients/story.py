"""The short story of an account and its items, told with a client that was generated."""

import sys
from http import HTTPStatus

from service_client import AuthenticatedClient, Client
from service_client.api.auth import login, register
from service_client.api.items import create_item, delete_item, get_item, list_items, update_item
from service_client.models import (
    AccessToken,
    Credentials,
    ErrorBody,
    ItemCreate,
    ItemPage,
    ItemRead,
    ItemUpdate,
    Registration,
    UserRead,
)


# Whatever proxies the machine has.
DIRECT = {"trust_env": False}


def main(address: str, email: str) -> None:
    """Tell the story; raises AssertionError where an answer is another one."""
    anonymous = Client(base_url=address, httpx_args=DIRECT)
    new = Registration(email=email, password="Correct-horse-7", name="Ada")
    user = register.sync(client=anonymous, body=new)
    assert isinstance(user, UserRead)
    assert user.email == email

    refused = register.sync(client=anonymous, body=new)
    assert isinstance(refused, ErrorBody)
    assert refused.error == "email_taken"

    credentials = Credentials(email=email, password="Correct-horse-7")
    token = login.sync(client=anonymous, body=credentials)
    assert isinstance(token, AccessToken)
    with AuthenticatedClient(
        base_url=address, token=token.access_token, httpx_args=DIRECT
    ) as client:
        keep_items(client, user)


def keep_items(client: AuthenticatedClient, owner: UserRead) -> None:
    """Create, page, change and delete items."""
    items = [create_item.sync(client=client, body=ItemCreate("Lamp", price)) for price in ("1", 2)]
    lamp = items[0]
    assert isinstance(lamp, ItemRead)
    assert (lamp.price, lamp.owner_id) == ("1.00", owner.id)

    page = list_items.sync(client=client, limit=1, offset=1)
    assert isinstance(page, ItemPage)
    assert ([item.price for item in page.items], page.total) == (["2.00"], 2)

    seen = get_item.sync_detailed(lamp.id, client=client)
    etag = seen.headers["ETag"]
    change = ItemUpdate(price="34.90")
    changed = update_item.sync(lamp.id, client=client, body=change, if_match=etag)
    assert isinstance(changed, ItemRead)
    assert changed.price == "34.90"

    stale = update_item.sync_detailed(lamp.id, client=client, body=change, if_match=etag)
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert isinstance(stale.parsed, ErrorBody)
    assert stale.parsed.error == "precondition_failed"

    gone = delete_item.sync_detailed(lamp.id, client=client, if_match="*")
    assert gone.status_code == HTTPStatus.NO_CONTENT
    missing = get_item.sync(lamp.id, client=client)
    assert isinstance(missing, ErrorBody)
    assert missing.error == "item_not_found"


if __name__ == "__main__":
    main(*sys.argv[1:])
