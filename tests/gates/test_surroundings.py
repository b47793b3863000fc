"""A service runs in environments that differ from those of its developers."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.helpers.databases import temporary_database
from tests.helpers.projects import typed
from tests.helpers.rendering import ROOT
from tools.questionnaire import load


def test_make_run_serves_on_the_port_of_the_environment_or_of_the_file(web, tmp_path):
    for number, service in enumerate(web):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "Makefile").write_text(service.texts["Makefile"])
        (folder / ".env").write_text('# PORT=1\nexport PORT="9001" # Ours\n')
        given = [port_of_run(folder), port_of_run(folder, PORT="9002")]
        (folder / ".env").unlink()

        assert given == ["9001", "9002"]
        assert [port_of_run(folder), port_of_run(folder, PORT="")] == ["8000", "8000"]


def port_of_run(folder: Path, **environment: str) -> str:
    """Return the port that `make run` passes to the server."""
    stub = folder / "uv"
    stub.write_text('#!/bin/sh\nfor last; do :; done\necho "$last"\n')
    stub.chmod(0o700)
    path = os.pathsep.join([str(folder), os.environ["PATH"]])
    return typed("make", "run", cwd=folder, **environment, PATH=path).splitlines()[-1]


@pytest.mark.full
@pytest.mark.parametrize("framework", ["fastapi", "flask", "django"])
def test_it_migrates_without_a_home_and_with_a_safe_path(projects, framework):
    project = projects.installed(f"{framework} on postgresql")
    cache = subprocess.check_output(["uv", "cache", "dir"], text=True).strip()
    odd = {"HOME": "/nonexistent", "PYTHONSAFEPATH": "1", "UV_CACHE_DIR": cache}
    with temporary_database("postgresql") as url:
        typed("make", "install", "migrate", cwd=project, DATABASE_URL=url, **odd)


@pytest.mark.full
def test_the_database_of_make_is_that_of_the_settings_in_any_case(projects, tmp_path):
    project = projects.installed("flask on postgresql")
    (tmp_path / ".env").write_text("database_url=postgresql://db.example.com/app\n")
    command = ["uv", "run", "--quiet", "--project", str(project), "python", "-m", "dev.database"]
    told = typed(*command, "printenv", "DATABASE_URL", cwd=tmp_path, PYTHONPATH=str(project))

    assert told == "postgresql://db.example.com/app\n"


def test_a_database_server_that_does_not_start_says_so_in_one_sentence():
    server = load(ROOT / "template/{{ layer.postgresql }}/dev/server.py")

    with pytest.raises(SystemExit, match=r"^false failed: name a database in \.env"):
        server.run(Path("/bin/false"))


@pytest.mark.parametrize(
    ("framework", "told"), [("cli", ["database_url", "LOG_LEVEL"]), ("fastapi", [])]
)
def test_make_install_names_variables_that_lack_the_prefix_of_a_program(
    render, monkeypatch, capsys, framework, told
):
    monkeypatch.chdir(render({"framework": framework, "project_slug": "shop"}))
    given = "database_url=1\nexport LOG_LEVEL=1\nLOG_FORMAT=1\nSHOP_LOG_FORMAT=json\nOWN=1\n"
    Path(".env").write_text(given, encoding="utf-8-sig")
    capsys.readouterr()

    load(Path("dev/env.py").absolute()).main()

    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()] == told


@pytest.mark.parametrize("framework", ["cli", "flask"])
def test_make_install_leaves_alone_what_it_cannot_read(render, monkeypatch, capsys, framework):
    monkeypatch.chdir(render({"framework": framework}))
    env = load(Path("dev/env.py").absolute())
    Path(".env").mkdir()
    capsys.readouterr()
    env.main()
    Path(".env").rmdir()
    Path(".env").write_text("LOG_LEVEL=1\n", encoding="utf-16")
    env.main()

    assert capsys.readouterr().err == ""
