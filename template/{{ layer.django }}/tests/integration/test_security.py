"""What protects browsers and the service, whatever the route."""

import pytest


ORIGIN = "https://app.example.com"


def test_every_response_has_the_security_headers(client):
    headers = client.get("/health").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


def test_production_asks_browsers_for_https_alone(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    headers = client.get("/health").headers

    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_the_documentation_may_load_its_scripts(client):
    response = client.get("/docs")

    assert response.status_code == 200
    assert "script-src 'self' https:" in response.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example.com", ""])
def test_a_host_that_is_not_served_is_refused(client, settings, host):
    settings.ALLOWED_HOSTS = ["localhost"]
    response = client.get("/docs", headers={"Host": host})

    assert response.status_code == 400
    assert response.json()["error"] == "invalid_host"


def test_a_probe_may_name_any_host(client, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    response = client.get("/health/live", headers={"Host": "10.0.0.7:8000"})

    assert response.status_code == 200


def test_an_allowed_origin_may_call(client):
    response = client.options(
        "/health", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
    )

    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert response.headers["access-control-allow-credentials"] == "true"
    assert response.headers["access-control-max-age"] == "600"


def test_another_origin_is_not_told_that_it_may(client):
    response = client.get("/health", headers={"Origin": "https://evil.example.com"})

    assert "access-control-allow-origin" not in response.headers
