"""Liveness does not depend on the database; readiness does."""

import json
import re
import subprocess
import sys
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.client import error
from tests.contract.service import Service, free_port
from tests.helpers.rendering import ROOT


DOCKERFILE = ROOT / "template/{{ layer.web }}/Dockerfile.jinja"


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
        alive = httpx.get(f"{instance.base_url}/health/live", trust_env=False)
        ready = httpx.get(f"{instance.base_url}/health/ready", timeout=20, trust_env=False)

    assert alive.status_code == 200
    assert error(ready) == (503, "not_ready")
    assert ready.json()["checks"] == {"database": "failed"}


def test_the_health_check_of_the_image_asks_the_service_and_no_proxy(service: Service):
    found = re.search("^HEALTHCHECK .*\n *CMD (.*)$", DOCKERFILE.read_text(), re.MULTILINE)
    assert found
    command = [sys.executable, *json.loads(found[1])[1:]]
    proxy = f"http://127.0.0.1:{free_port()}"
    proxies = {"http_proxy": proxy, "HTTP_PROXY": proxy, "ALL_PROXY": proxy, "all_proxy": proxy}
    codes = [
        subprocess.run(command, env={**proxies, "PORT": str(port)}, check=False).returncode
        for port in (urlsplit(service.base_url).port, free_port())
    ]

    assert codes == [0, 1]
