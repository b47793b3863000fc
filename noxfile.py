"""What can be done with the template: `nox` lints and tests it, `nox -s NAME` does one thing."""

import os
from pathlib import Path

import nox


nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True

ROOT = Path(__file__).parent
DEPENDENCIES = nox.project.dependency_groups(nox.project.load_toml(ROOT / "pyproject.toml"), "dev")
# uv finds a Python on the PATH, but not by itself where pyenv keeps them.
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
PATH = os.pathsep.join([os.environ["PATH"], *map(str, PYENV.glob("versions/3.1[2-9]*/bin"))])


@nox.session
def lint(session: nox.Session) -> None:
    """Check the template's own code."""
    session.install(*DEPENDENCIES)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Test everything; arguments after -- go to pytest (--ignore=tests/images needs no Docker)."""
    pytest(session, *session.posargs)


@nox.session
def render(session: nox.Session) -> None:
    """Render all pairs of answers and look at every file, in a minute."""
    pytest(session, "tests/test_render.py")


@nox.session
def update(session: nox.Session) -> None:
    """Update services with their teams' edits from each earlier release."""
    pytest(session, "tests/test_update.py")


@nox.session
def bench(session: nox.Session) -> None:
    """Print how fast rendering is, and the service beside the textbook's."""
    session.install(*DEPENDENCIES)
    session.run("python", "-m", "tests.bench.run", *session.posargs, env={"PATH": path(session)})


@nox.session
def demo(session: nox.Session) -> None:
    """Render a service, install it, and serve it on a PostgreSQL of its own."""
    session.install("copier", "copier-template-extensions", "uv")
    service = Path(session.create_tmp()) / "service"
    env = {"PATH": path(session), "VIRTUAL_ENV": ""}
    answers = ["--trust", "--defaults", "--overwrite", "--quiet", "--vcs-ref=HEAD"]
    session.run("copier", "copy", *answers, str(ROOT), str(service), env=env)
    session.chdir(service)
    session.run("uv", "sync", "--quiet", env=env)
    session.run("uv", "run", "python", "-m", "dev.env", env=env)
    database = ["uv", "run", "python", "-m", "dev.database"]
    session.run(*database, "alembic", "upgrade", "head", env=env)
    port = os.environ.get("UVICORN_PORT", "8000")
    session.log(f"{service} is served now: look at http://127.0.0.1:{port}/docs")
    session.run(*database, "uvicorn", "app.main:create_app", "--factory", env=env)


def pytest(session: nox.Session, *arguments: str) -> None:
    """Install what the tests need, and run these."""
    session.install(*DEPENDENCIES)
    session.run("python", "-m", "pytest", *arguments, env={"PATH": path(session)})


def path(session: nox.Session) -> str:
    """Return the PATH with the session's own programs first."""
    return os.pathsep.join([session.bin, PATH])
