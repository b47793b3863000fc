"""Each command of a README works as documented."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from tests.contract.service import eventually, free_port
from tests.helpers.projects import Projects, clean_environment, shell, typed
from tests.helpers.rendering import NEXT_TAG, ROOT, TAG, commit, run, tag


pytestmark = pytest.mark.full

README = (ROOT / "README.md").read_text()
LINES = [*README.splitlines(), *(ROOT / "docs/ownership.md").read_text().splitlines()]
DEMO, COPY, UPDATE, TESTS = (
    next(line.strip() for line in LINES if re.match(rf"    .*{pattern}", line))
    for pattern in ("nox -s demo", "copier copy", "copier update", r"bin/nox$")
)
ADDRESS = "https://git.example.com/platform/chassis.git"
FORGE = "https://git.example.com/"
START_SECONDS = 240


@contextmanager
def served(command: str, cwd: Path, log: Path) -> Iterator[str]:
    """Run a command that starts a server, and yield the server's address."""
    port = free_port()
    with (
        log.open("wb") as output,
        subprocess.Popen(
            ["sh", "-c", command],
            cwd=cwd,
            env=clean_environment() | {"UVICORN_PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"

        def answers() -> bool:
            assert process.poll() is None, log.read_text()
            try:
                return httpx.get(f"{address}/health/ready", trust_env=False).is_success
            except httpx.TransportError:
                return False

        try:
            eventually(answers, START_SECONDS)
            yield address
        finally:
            if process.poll() is None:
                # Like Ctrl-C in a terminal.
                os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def test_the_first_command_serves_a_service(template, tmp_path):
    run("git", "clone", "--quiet", str(template), "clone", cwd=tmp_path)

    with served(DEMO, tmp_path / "clone", tmp_path / "log") as address:
        docs = httpx.get(f"{address}/docs", trust_env=False)

    assert docs.status_code == 200
    assert f"look at {address}/docs" in (tmp_path / "log").read_text()


def test_a_service_is_started_and_updated_from_the_templates_address(template, tmp_path):
    copy = COPY.replace(ADDRESS, str(template)).replace("copy --trust", "copy --trust --defaults")
    assert copy != COPY
    shell(f"{copy} --vcs-ref {TAG}", tmp_path)
    project = tmp_path / "my-service"
    run("git", "init", "--quiet", cwd=project)
    commit(project, "Start")

    assert "Updat" in shell(UPDATE, project)
    assert f"_commit: {TAG}" in (project / ".copier-answers.yml").read_text()


@pytest.fixture
def forge(template: Path, tmp_path: Path) -> Iterator[str]:
    """An HTTP server with the template's repository at the documented path; yields its address."""
    bare = tmp_path / "forge" / ADDRESS.removeprefix(FORGE)
    run("git", "clone", "--quiet", "--bare", str(template), str(bare), cwd=tmp_path)
    run("git", "update-server-info", cwd=bare)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "forge"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_service_is_started_from_an_address_of_a_forge(forge, tmp_path):
    done = typed(
        *("sh", "-c", f"{COPY.replace('--trust', '--trust --defaults')} --vcs-ref {TAG}"),
        cwd=tmp_path,
        # The command is unchanged; git connects to this server instead of the documented host.
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{forge}.insteadOf",
        GIT_CONFIG_VALUE_0=FORGE,
    )

    assert "My Service is rendered" in done
    assert f"_src_path: {ADDRESS}\n" in (tmp_path / "my-service/.copier-answers.yml").read_text()


def test_every_documented_address_is_the_one_that_works():
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    found = {
        address
        for document in documents
        for address in re.findall(r"https://git\.example\.com/[\w./-]+", document.read_text())
    }
    assert found == {ADDRESS}


def test_a_fork_tests_its_own_choices(template, tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    smoke = tmp_path / "test_smoke.py"
    smoke.write_text(code)
    options = ("-p", "no:cacheprovider", f"--template={template}", "--rootdir", tmp_path)

    assert "1 passed" in run(sys.executable, "-m", "pytest", *options, smoke, cwd=tmp_path)


def test_continuous_integration_runs_the_tests_as_the_readme_does():
    assert TESTS in (ROOT / ".ci/run").read_text().splitlines()
    workflow = (ROOT / ".github/workflows/ci.yml").read_text()
    assert TESTS in workflow
    assert "bash .ci/run full" in workflow


LOOK_AROUND = """
import shutil, socket, sys
found = [name for name in sys.argv[1:] if shutil.which(name)]
for port in (3306, 5432, 5672, 6379):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            found.append(port)
print(found)
"""


def test_the_first_session_is_run_where_there_is_no_server_and_no_other_program():
    absent = ("psql", "postgres", "mariadb", "docker", "npm", "node", "make", "uv", "chromium")
    command = (sys.executable, ROOT / ".ci/alone.py", "python3", "-c", LOOK_AROUND, *absent)

    assert run(*command, cwd=ROOT) == "[]\n"


class TestServicesReadme:
    """The README of a new service."""

    @pytest.fixture
    def commands(self, projects: Projects) -> list[str]:
        """The commands of its code blocks, in order."""
        text = (projects.installed("fastapi on postgresql") / "README.md").read_text()
        blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        return [line for block in blocks for line in block.splitlines()]

    def test_all_its_commands_are_known_here(self, commands):
        assert commands == [
            *("make install", "make run", "make check"),
            *("docker compose up --build --wait", "docker compose down"),
            *("make update", "make install check"),
        ]

    def test_it_serves_on_a_database_of_its_own(self, projects, commands, tmp_path):
        project = projects.installed("fastapi on postgresql")
        with served(commands[1], project, tmp_path / "log") as address:
            account = {"email": "ada@example.com", "password": "wrong"}
            response = httpx.post(f"{address}/api/v1/auth/login", json=account, trust_env=False)

        assert response.status_code == 401

    def test_it_is_updated(self, projects, commands, template, tmp_path):
        project = tmp_path / "service"
        run("git", "clone", "--quiet", str(template), "next", cwd=tmp_path)
        shell(
            f"{UPDATE.partition(' copier update')[0]} copier copy --trust --defaults --quiet "
            f"--vcs-ref {TAG} {tmp_path / 'next'} {project}",
            tmp_path,
        )
        run("git", "init", "--quiet", cwd=project)
        commit(project, "Start")
        commit(tmp_path / "next", "Another version")
        tag(tmp_path / "next", NEXT_TAG)

        shell(commands[5], project)

        assert f"_commit: {NEXT_TAG}" in (project / ".copier-answers.yml").read_text()
