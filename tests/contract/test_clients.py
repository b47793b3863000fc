"""Clients generated from a service's OpenAPI document work, and pass their type checkers."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.contract.client import new_email
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.service import Service


pytestmark = [pytest.mark.full, ON_POSTGRESQL]

STORIES = Path(__file__).parent / "clients"
PACKAGES = ["openapi-typescript", "openapi-fetch", "typescript@5", "@types/node@20"]
OPTIONS = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node"]

Run = Callable[..., None]


@pytest.fixture
def run(tmp_path: Path, http: httpx.Client) -> Run:
    """Run a command in a folder with the scripts and the OpenAPI document."""
    shutil.copytree(STORIES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "openapi.json").write_text(http.get("/openapi.json").text)

    def run(*command: str) -> None:
        # Without this repository's settings, so that the type checker sees the client alone.
        env = {name: value for name, value in os.environ.items() if name != "MYPY_CACHE_DIR"}
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return run


def test_a_python_client_is_typed_and_tells_the_story(run: Run, service: Service):
    options = ["--path=openapi.json", "--output-path=service_client", "--meta=none"]
    with_client = ["uv", "run", "--no-project", "--with=httpx", "--with=attrs"]
    run("uvx", "openapi-python-client", "generate", *options)
    run(*with_client, "--with=mypy", "mypy", "story.py", "service_client")
    run(*with_client, "python", "story.py", service.base_url, new_email())


def test_a_typescript_client_is_typed_and_tells_the_story(
    run: Run, service: Service, tmp_path: Path
):
    (tmp_path / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    run("npm", "install", "--no-audit", "--no-fund", *PACKAGES)
    run("npx", "openapi-typescript", "openapi.json", "--output", "service.d.ts")
    run("npx", "tsc", *OPTIONS, "story.ts")
    run("node", "story.js", service.base_url, new_email())
