"""What goes wrong in the same way whatever is done with one item."""

import pytest


ITEMS = "/api/v1/items"
ANY_VERSION = {"If-Match": "*"}
ONE_ITEM = [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/publish")]
CHANGES = ONE_ITEM[1:]


@pytest.mark.parametrize(("method", "suffix"), ONE_ITEM)
class TestOneItem:
    @pytest.fixture
    def send(self, client, method, suffix):
        """Send the request, with a body where it has one."""

        async def send(item_id, account=None, **headers):
            return await client.request(
                method,
                f"{ITEMS}/{item_id}{suffix}",
                json={"price": "1.00"} if method == "PATCH" else None,
                headers={**(account.headers if account else {}), "If-Match": "*", **headers},
            )

        return send

    async def test_needs_a_token(self, send, lamp):
        response = await send(lamp.id)

        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"

    async def test_belongs_to_its_owner(self, send, lamp, make_account):
        assert (await send(lamp.id, await make_account())).status_code == 403

    async def test_must_exist(self, send, ada):
        response = await send(2147483647, ada)

        assert response.status_code == 404
        assert response.json()["item_id"] == 2147483647

    @pytest.mark.parametrize("item_id", ["0", "2147483648", "first"])
    async def test_has_a_positive_id(self, send, ada, item_id):
        response = await send(item_id, ada)

        assert response.status_code == 422
        assert response.json()["fields"][0]["field"] == "item_id"


@pytest.mark.parametrize(("method", "suffix"), CHANGES)
class TestVersions:
    """A change is refused to whoever has not seen the item as it is."""

    @pytest.fixture
    def send(self, client, method, suffix, lamp, ada):
        """Send the change with these headers."""

        async def send(**headers):
            return await client.request(
                method,
                f"{ITEMS}/{lamp.id}{suffix}",
                json={"price": "1.00"} if method == "PATCH" else None,
                headers={**ada.headers, **headers},
            )

        return send

    async def test_the_version_must_be_named(self, send):
        response = await send()

        assert response.status_code == 428
        assert response.json()["error"] == "precondition_required"

    @pytest.mark.parametrize("tag", ['"2"', 'W/"1"', '"one"', "1", '"0"'])
    async def test_the_version_must_be_the_present_one(self, send, tag):
        response = await send(**{"If-Match": tag})

        assert response.status_code == 412
        assert response.json()["error"] == "precondition_failed"

    @pytest.mark.parametrize("tags", ["*", '"1"', '"7", "1"'])
    async def test_the_version_may_be_one_of_several(self, send, tags):
        assert (await send(**{"If-Match": tags})).is_success


@pytest.mark.parametrize(("method", "suffix"), CHANGES)
async def test_a_viewer_changes_nothing(client, viewer, make_item, method, suffix):
    item = await make_item(viewer)
    response = await client.request(
        method,
        f"{ITEMS}/{item.id}{suffix}",
        json={"price": "1.00"} if method == "PATCH" else None,
        headers={**viewer.headers, **ANY_VERSION},
    )

    assert response.status_code == 403
