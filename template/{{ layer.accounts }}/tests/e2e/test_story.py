"""A complete scenario over HTTP, from registration to deletion."""


def test_a_user_registers_sells_an_item_and_leaves(server, database):
    client, email = server.client, "ada@example.com"
    account = {"email": email, "password": "Correct-horse-7"}

    user = client.post("/api/v1/auth/register", json={**account, "name": "Ada"}).json()
    token = client.post("/api/v1/auth/login", json=account).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    lamp = {"name": "Desk lamp", "price": "39.90"}
    created = client.post("/api/v1/items", json=lamp, headers=headers)
    item = created.headers["Location"]
    seen = {**headers, "If-Match": created.headers["ETag"]}
    published = client.post(f"{item}/publish", headers=seen)
    listed = client.get("/api/v1/items", params={"status": "published"}, headers=headers)
    totals = client.get("/api/v1/items/totals", headers=headers)
    left = client.delete(f"/api/v1/users/{user['id']}", headers={**headers, "If-Match": "*"})

    assert published.json()["status"] == "published"
    assert listed.json()["items"] == [published.json()]
    assert totals.json()["months"][0]["total"] == "39.90"
    assert left.status_code == 204
    assert client.get(item, headers=headers).status_code == 401
