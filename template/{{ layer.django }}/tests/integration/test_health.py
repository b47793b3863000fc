"""The health endpoints."""

import pytest


def fail() -> None:
    raise ConnectionError


@pytest.mark.parametrize("path", ["/health", "/health/live"])
def test_the_process_lives(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_the_service_is_ready_while_every_check_passes(client, settings, db):
    response = client.get("/health/ready")

    assert response.status_code == 200
    checks = settings.READINESS_CHECKS | settings.OPTIONAL_CHECKS
    assert response.json() == {"status": "ok", "checks": dict.fromkeys(checks, "ok")}


def test_the_service_is_ready_without_what_it_can_do_without(client, settings):
    settings.READINESS_CHECKS = {}
    settings.OPTIONAL_CHECKS = {"queue": f"{__name__}.fail"}
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "checks": {"queue": "failed"}}


def test_the_service_is_not_ready_when_a_check_fails(client, settings):
    settings.READINESS_CHECKS, settings.OPTIONAL_CHECKS = {"queue": f"{__name__}.fail"}, {}
    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["error"] == "not_ready"
    assert response.json()["checks"] == {"queue": "failed"}
