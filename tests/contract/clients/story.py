"""The steps of the generated Python client: an account and its items."""

import sys
from http import HTTPStatus

from service_client import AuthenticatedClient, Client
from service_client.api.auth import login, register
from service_client.api.items import (
    create_item,
    create_item_batch,
    delete_item,
    get_item,
    list_items,
    update_item,
)
from service_client.api.users import list_user_items
from service_client.models import (
    AccessToken,
    Credentials,
    ErrorBody,
    ItemBatch,
    ItemBatchCreate,
    ItemCreate,
    ItemPage,
    ItemResponse,
    ItemUpdate,
    ListUserItemsSort,
    UserCreate,
    UserResponse,
)


# Without the machine's proxies.
DIRECT = {"trust_env": False}


def main(address: str, email: str) -> None:
    """Run the steps; raise AssertionError at an unexpected response."""
    anonymous = Client(base_url=address, httpx_args=DIRECT)
    new = UserCreate(email=email, password="Correct-horse-7", name="Ada")
    user = register.sync(client=anonymous, body=new)
    assert isinstance(user, UserResponse)
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


def keep_items(client: AuthenticatedClient, owner: UserResponse) -> None:
    """Create, list, change and delete items."""
    items = [create_item.sync(client=client, body=ItemCreate("Lamp", price)) for price in ("1", 2)]
    lamp = items[0]
    assert isinstance(lamp, ItemResponse)
    assert (lamp.price, lamp.owner_id, lamp.owner.name) == ("1.00", owner.id, "Ada")

    page = list_items.sync(client=client, limit=1, offset=1)
    assert isinstance(page, ItemPage)
    assert ([item.price for item in page.items], page.total) == (["2.00"], 2)

    new = ItemBatchCreate(items=[ItemCreate("Desk", "3"), ItemCreate("Chair", 4)])
    batch = create_item_batch.sync(client=client, body=new)
    assert isinstance(batch, ItemBatch)
    assert [item.price for item in batch.items] == ["3.00", "4.00"]
    newest = list_user_items.sync(owner.id, client=client, sort=ListUserItemsSort.VALUE_1, limit=1)
    assert isinstance(newest, ItemPage)
    assert [item.name for item in newest.items] == ["Chair"]

    seen = get_item.sync_detailed(lamp.id, client=client)
    etag = seen.headers["ETag"]
    change = ItemUpdate(price="34.90")
    changed = update_item.sync(lamp.id, client=client, body=change, if_match=etag)
    assert isinstance(changed, ItemResponse)
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
