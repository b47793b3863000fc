"""What can be done with the template: `nox` lints and tests it, `nox -s NAME` does one thing."""

import os
from pathlib import Path

import nox


nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True
nox.options.default_venv_backend = "uv|virtualenv"

ROOT = Path(__file__).parent
DEPENDENCIES = nox.project.dependency_groups(nox.project.load_toml(ROOT / "pyproject.toml"), "dev")
# uv finds a Python on the PATH, but not by itself where pyenv keeps them.
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))


@nox.session
def lint(session: nox.Session) -> None:
    """Check the template's own code."""
    session.install(*DEPENDENCIES)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("deptry", ".")


@nox.session
def tests(session: nox.Session) -> None:
    """Test what needs nothing but git, Python and the package index."""
    test(session, "-m", "not full")


@nox.session
def full(session: nox.Session) -> None:
    """Test the rest, which takes servers, an engine, a browser, or long."""
    test(session, "-m", "full")


@nox.session
def gates(session: nox.Session) -> None:
    """Run the gates of the services that cover what is offered; of more with --all."""
    test(session, "tests/gates/test_gates.py", "-k", "own_gates")


@nox.session
def update(session: nox.Session) -> None:
    """Update services with their teams' edits from each earlier release."""
    test(session, "tests/updates")


@nox.session
def bench(session: nox.Session) -> None:
    """Print how fast rendering is, and the service beside the textbook's."""
    python(session, "tests.bench.run", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change a service's code spot by spot, and print what its tests do not notice."""
    python(session, "tests.bench.mutants", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Render a service, install it, and serve it on a PostgreSQL of its own."""
    session.install("copier", "copier-template-extensions", "uv")
    service = Path(session.create_tmp()) / "service"
    env = environment(session) | {"VIRTUAL_ENV": ""}
    options = ["--trust", "--defaults", "--overwrite", "--quiet", "--vcs-ref=HEAD"]
    session.run("copier", "copy", *options, str(ROOT), str(service), env=env)
    session.chdir(service)
    session.run("uv", "sync", "--quiet", env=env)
    session.run("uv", "run", "python", "-m", "dev.env", env=env)
    database = ["uv", "run", "python", "-m", "dev.database"]
    session.run(*database, "alembic", "upgrade", "head", env=env)
    port = os.environ.get("UVICORN_PORT", "8000")
    session.log(f"{service} is served now: look at http://127.0.0.1:{port}/docs")
    session.run(*database, "uvicorn", "app.main:create_app", "--factory", env=env)


@nox.session
def release(session: nox.Session) -> None:
    """Write the changelog, then commit a release; docs/releasing.md says how."""
    python(session, "tools.release", *session.posargs)


def test(session: nox.Session, *arguments: str) -> None:
    """Run tests on two workers; arguments after -- go to pytest, and -n0 runs them in one."""
    python(session, "pytest", "-n2", *arguments, *session.posargs)


def python(session: nox.Session, *arguments: str) -> None:
    """Install what the template's own code needs, and run one of its modules."""
    session.install(*DEPENDENCIES)
    session.run("python", "-m", *arguments, env=environment(session))


def environment(session: nox.Session) -> dict[str, str | None]:
    """Return what services need: each Python, and the session's own programs first."""
    pythons = map(str, PYENV.glob("versions/3.1[0-9]*/bin"))
    return {
        "PATH": os.pathsep.join([session.bin, os.environ["PATH"], *pythons]),
        # A service has an environment of its own, and keeps its bytecode, as it starts often.
        "UV_PYTHON": None,
        "UV_PROJECT_ENVIRONMENT": None,
        "PYTHONDONTWRITEBYTECODE": None,
    }
