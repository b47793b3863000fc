"""A program is built into a package that works wherever it is installed."""

import os
import re
import zipfile
from pathlib import Path

import pytest

from tests.helpers.databases import temporary_database
from tests.helpers.projects import make, typed
from tests.helpers.rendering import run


pytestmark = pytest.mark.full


@pytest.fixture(params=["typer on sqlite", "click on none"])
def program(request, projects) -> Path:
    """A program that is rendered and locked."""
    path: Path = projects.installed(request.param)
    return path


@pytest.fixture
def tools(tmp_path) -> dict[str, str]:
    """Environment variables with empty folders for uv's tools."""
    return {
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        # Without this folder on the PATH uv prints a warning.
        "PATH": os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]]),
    }


def test_the_package_holds_the_program_its_migrations_and_its_floors(program):
    make("clean", "wheel", cwd=program)
    (wheel,) = (program / "dist").glob("*.whl")

    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        text = package.read(metadata).decode()
    required = re.findall(r"^Requires-Dist: (.+)$", text, re.MULTILINE)

    has_database = (program / "alembic.ini").exists()
    assert ("my_service/alembic/env.py" in names) == has_database
    assert ("my_service/alembic/versions/0001_create_items.py" in names) == has_database
    assert required
    assert all(">=" in each for each in required)
    assert not [name for name in names if name.startswith(("tests/", "dev/"))]
    assert list((program / "dist").glob("*.tar.gz"))


def test_an_installed_program_runs_away_from_its_repository(program, tools, tmp_path):
    run("uv", "tool", "install", "--quiet", program, cwd=tmp_path, **tools)
    installed = tmp_path / "bin/my-service"
    told = run(installed, "settings", "--format", "json", cwd=tmp_path, **tools)
    assert '"log_level"' in told
    if (program / "alembic.ini").exists():
        run(installed, "db", "upgrade", cwd=tmp_path, **tools)
        added = run(installed, "items", "add", "Lamp", "--price=1", cwd=tmp_path, **tools)
        assert "Lamp" in added
        assert (tmp_path / "data/my-service/my_service.db").is_file()


@pytest.mark.parametrize("name", ["typer on postgresql", "click on mysql"])
def test_the_readme_makes_a_program_work_on_a_server(projects, tools, name):
    program = projects.installed(name)
    readme = (program / "README.md").read_text()
    _, use, *_ = re.split(r"^```(?:sh)?\n", readme, flags=re.MULTILINE)
    start = "docker compose up --detach --wait\n"
    assert start in use
    with temporary_database(name.rpartition(" ")[2]) as url:
        # A server of the tests replaces the one that this line starts.
        lines = re.sub("_URL=.*", f"_URL={url}", use.replace(start, ""))
        told = typed(
            "sh", "-ec", f"{lines} my-service items add Lamp --price=1", cwd=program, **tools
        )

    assert "Lamp" in told
