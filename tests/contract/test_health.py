"""Health: alive without looking, ready only with its database."""

import httpx
import pytest

from tests.contract.client import error
from tests.contract.service import Service


@pytest.mark.parametrize("path", ["/health", "/health/live"])
def test_a_running_service_is_alive(http: httpx.Client, path: str):
    response = http.get(path)

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_a_service_with_its_database_is_ready(http: httpx.Client):
    response = http.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok"}}


def test_a_service_without_its_database_is_alive_but_not_ready(service: Service):
    with service.launch({"DATABASE_URL": service.gone_database_url}) as instance:
        alive = httpx.get(f"{instance.base_url}/health/live")
        ready = httpx.get(f"{instance.base_url}/health/ready", timeout=20)

    assert alive.status_code == 200
    assert error(ready) == (503, "not_ready")
    assert ready.json()["checks"] == {"database": "failed"}
