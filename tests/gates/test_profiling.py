"""The profilers write their reports, and are installed by their own targets alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.projects import Projects, make
from tests.helpers.rendering import attempt, run


SERVICES = ["fastapi on sqlite", "flask on sqlite", "django on sqlite", "typer on sqlite"]
BUSY = "while True: sum(range(1000))"
# A function that each project runs while it is profiled.
FUNCTIONS = {
    "fastapi": "api.health:ready",
    "flask": "api.readiness:failures",
    "django": "api.readiness:failures",
    "typer": "config:load_with_sources",
}
# What is no place of a function, and the sentence about it.
REFUSED = {
    "": "Name a function: ",
    "nope:x": "There is no function nope:x",
    "json:nope": "There is no function json:nope",
    "json:JSONEncoder": "json:JSONEncoder is no function.",
}


@pytest.fixture(scope="module", params=SERVICES)
def project(request: pytest.FixtureRequest, projects: Projects) -> Path:
    """A service of each framework, and a program."""
    return projects.installed(request.param, "profiling")


@pytest.fixture
def busy() -> Iterator[int]:
    """The id of a process that computes."""
    with subprocess.Popen([sys.executable, "-c", BUSY]) as process:
        yield process.pid
        process.kill()


def is_web(project: Path) -> bool:
    return (project / "dev/serving.py").exists()


def test_the_default_installation_has_no_profiler(project: Path) -> None:
    installed = run("uv", "pip", "list", "--python=.venv", cwd=project)
    assert "pyinstrument" not in installed
    assert "memray" not in installed


def test_time_and_memory_are_drawn(project: Path) -> None:
    load = ("path=/health", "seconds=1") if is_web(project) else ("arguments=settings",)
    for target, report in (("profile", "cpu.html"), ("profile-memory", "memory.html")):
        told = make(target, *load, cwd=project)
        assert f"The report is profiles/{report}" in told
        assert "</html>" in (project / "profiles" / report).read_text(encoding="utf-8")
        assert not is_web(project) or "responses with status 200" in told
    assert "/profiles/" in (project / ".gitignore").read_text().splitlines()


def test_the_lines_of_a_function_are_measured(project: Path) -> None:
    (package,) = [path.name for path in (project / "src").iterdir()]
    function = f"{package}.{FUNCTIONS[project.name.partition('-')[0]]}"
    load = ("seconds=1",) if is_web(project) else ("arguments=settings",)
    make("profile-line", f"function={function}", *load, cwd=project)
    lines = (project / "profiles/lines.txt").read_text()
    assert f"Function: {function.partition(':')[2]}" in lines
    # Each service starts anew for a place in a module, so programs alone try them all.
    for place in ("", "nope:x") if is_web(project) else REFUSED:
        refused = attempt("make", "profile-line", f"function={place}", *load, cwd=project)
        assert refused.returncode
        assert REFUSED[place] in refused.stderr
        assert "Traceback" not in refused.stderr


def test_what_no_request_or_command_can_use_is_refused(project: Path) -> None:
    wrong = ("path=health", "seconds=0") if is_web(project) else ("seconds=0",)
    for each in wrong:
        target = "profile" if is_web(project) else "profile-process"
        done = attempt("make", target, each, cwd=project)
        assert done.returncode
        assert f"{each.partition('=')[0]} must" in done.stderr


def test_a_process_is_drawn_or_refused_in_a_sentence(project: Path, busy: int) -> None:
    done = attempt("make", "profile-process", f"pid={busy}", "seconds=1", cwd=project)
    if done.returncode:
        assert "may not read process" in done.stderr or "cannot be read" in done.stderr
    else:
        assert "</svg>" in (project / "profiles/process.svg").read_text()
    assert "Name a process: " in attempt("make", "profile-process", cwd=project).stderr
