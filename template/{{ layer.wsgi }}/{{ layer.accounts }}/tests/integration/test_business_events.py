"""The business events in the log."""

ITEMS = "/api/v1/items"
USERS = "/api/v1/users"
ANY_VERSION = {"If-Match": "*"}


def test_each_change_of_an_item_is_logged_with_its_request(api, ada, log):
    created = api.post(ITEMS, json={"name": "Lamp", "price": 3}, headers=ada.headers).json()
    path, headers = f"{ITEMS}/{created['id']}", ada.headers | ANY_VERSION
    api.patch(path, json={"price": 4}, headers=headers)
    api.post(f"{path}/publish", headers=headers)
    api.delete(path, headers=headers)
    lines = [line for line in log() if line["event"].startswith("item_")]

    assert [line["event"] for line in lines] == [
        *("item_created", "item_updated", "item_published", "item_deleted"),
    ]
    assert {(line["item_id"], line["user_id"], line["level"]) for line in lines} == {
        (created["id"], ada.id, "info")
    }
    assert lines[1]["fields"] == ["price"]
    assert [line["method"] for line in lines] == ["POST", "PATCH", "POST", "DELETE"]
    assert lines[1]["path"] == path


def test_each_change_of_a_user_is_logged(api, ada, log):
    path, headers = f"{USERS}/{ada.id}", ada.headers | ANY_VERSION
    api.patch(path, json={"name": "Ada King"}, headers=headers)
    api.delete(path, headers=headers)
    lines = [line for line in log() if line["event"].startswith("user_")]

    assert [(line["event"], line["target_user_id"]) for line in lines] == [
        ("user_updated", ada.id),
        ("user_deleted", ada.id),
    ]


def test_the_user_of_a_request_is_not_logged_with_the_next(api, ada, log):
    api.get(ITEMS, headers=ada.headers)
    api.get("/health")
    ends = [line for line in log() if line["event"] == "request_completed"]

    assert [line.get("user_id") for line in ends] == [ada.id, None]


def test_a_refused_caller_is_logged_with_the_code(api, ada, log):
    api.get(USERS, headers=ada.headers)
    api.get(f"{ITEMS}/2147483647", headers=ada.headers)
    lines = [line for line in log() if line["event"] == "api_error"]

    assert [(line["code"], line["status_code"], line["level"]) for line in lines] == [
        ("permission_denied", 403, "warning"),
        ("item_not_found", 404, "info"),
    ]
