"""Prometheus accepts the files in `monitoring/`, and reads the metrics with them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.service import Service, eventually, free_port
from tests.helpers.projects import Projects


pytestmark = [
    pytest.mark.full,
    pytest.mark.parametrize("service", [("fastapi", "postgresql")], ids="-".join, indirect=True),
]

TOKEN = "a-token-for-Prometheus-alone"


@pytest.fixture
def monitoring(projects: Projects) -> Path:
    """The folder with the configuration."""
    return projects.installed("fastapi on postgresql") / "monitoring"


@contextmanager
def prometheus(monitoring: Path, scratch: Path, target: str, token: str) -> Iterator[str]:
    """Run Prometheus with the rendered configuration for this service, and yield its address."""
    (scratch / "token").write_text(token)
    config = (monitoring / "prometheus.yml").read_text()
    for rendered, own in (
        ("app:8000", target),
        ("/run/metrics-token", str(scratch / "token")),
        ("alerts.yml", str(monitoring / "alerts.yml")),
        ("15s", "1s"),
    ):
        assert rendered in config
        config = config.replace(rendered, own)
    (scratch / "prometheus.yml").write_text(config)
    address = f"127.0.0.1:{free_port()}"
    options = {
        "config.file": scratch / "prometheus.yml",
        "storage.tsdb.path": scratch / "data",
        "web.listen-address": address,
    }
    command = ["prometheus", *(f"--{name}={value}" for name, value in options.items())]
    with (
        (scratch / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            yield f"http://{address}"
        finally:
            process.terminate()


def health_of_target(address: str) -> str:
    """Return `up` or `down` once Prometheus has asked the service, else an empty text."""
    try:
        response = httpx.get(f"{address}/api/v1/targets", trust_env=False)
    except httpx.TransportError:
        return ""
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        # Prometheus listens before it is ready.
        return ""
    targets: list[dict[str, Any]] = response.json()["data"]["activeTargets"]
    return next((target["health"] for target in targets if target["health"] != "unknown"), "")


@pytest.mark.parametrize(("token", "health"), [(TOKEN, "up"), ("none", "down")])
def test_prometheus_reads_the_metrics_with_the_token(
    service: Service, monitoring: Path, tmp_path: Path, token: str, health: str
):
    with service.launch({"METRICS_TOKEN": TOKEN}) as instance:
        target = instance.base_url.removeprefix("http://")
        with prometheus(monitoring, tmp_path, target, token) as address:
            assert eventually(lambda: health_of_target(address), 30) == health


@pytest.mark.parametrize(
    "check", [("config", "--syntax-only", "prometheus.yml"), ("rules", "alerts.yml")], ids="-".join
)
def test_promtool_finds_no_mistake(service: Service, monitoring: Path, check: tuple[str, ...]):
    command = ["promtool", "check", *check]
    done = subprocess.run(command, cwd=monitoring, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
