"""The compose file starts the database, then the migrations, then the service."""

import shutil
from pathlib import Path

import httpx
import pytest

from tests.delivery.docker import docker
from tests.helpers.projects import Projects


pytestmark = pytest.mark.full

STAND_IN = Path(__file__).with_name("postgres")


@pytest.fixture(scope="module")
def _postgres() -> None:
    """Provide the image `postgres:18`, official or, without a registry, a replacement."""
    try:
        docker("pull", "--quiet", "postgres:18")
    except AssertionError:
        docker("build", "--tag", "postgres:18", str(STAND_IN))


@pytest.mark.usefixtures("_postgres")
def test_the_service_serves_on_a_migrated_database(projects: Projects, tmp_path: Path):
    project = tmp_path / "service"
    shutil.copytree(
        projects.installed("fastapi on postgresql"), project, ignore=shutil.ignore_patterns(".venv")
    )
    # Other servers on this machine may use the default ports.
    override = (
        "services: {app: {ports: !override ['127.0.0.1::8000']}, db: {ports: !override []}}\n"
    )
    (project / "docker-compose.override.yml").write_text(override)
    try:
        docker("compose", "up", "--build", "--wait", "--detach", cwd=project)
        address = docker("compose", "port", "app", "8000", cwd=project)
        account = {"email": "ada@example.com", "password": "Correct-horse-7", "name": "Ada"}
        response = httpx.post(
            f"http://{address}/api/v1/auth/register", json=account, trust_env=False
        )
    finally:
        docker("compose", "down", "--volumes", cwd=project)

    assert response.status_code == 201
