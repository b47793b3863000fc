"""Warehouses over HTTP."""

WAREHOUSES = "/api/v1/warehouses"


def test_an_admin_adds_warehouses(client, admin):
    for name in ("South", "North"):
        response = client.post(WAREHOUSES, {"name": name}, headers=admin.headers)
        assert response.status_code == 201

    listed = client.get(WAREHOUSES, headers=admin.headers)
    assert [each["name"] for each in listed.json()["warehouses"]] == ["North", "South"]


def test_a_name_is_taken_once(client, admin):
    for status in (201, 409):
        response = client.post(WAREHOUSES, {"name": "East"}, headers=admin.headers)
        assert response.status_code == status


def test_a_user_adds_none(client, ada):
    response = client.post(WAREHOUSES, {"name": "West"}, headers=ada.headers)

    assert response.status_code == 403
