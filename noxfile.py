"""Tasks of the template: `nox` lints and tests it, `nox -s NAME` runs one session."""

import os
from pathlib import Path

import nox


nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True
nox.options.default_venv_backend = "uv|virtualenv"

ROOT = Path(__file__).parent
DEPENDENCIES = nox.project.dependency_groups(nox.project.load_toml(ROOT / "pyproject.toml"), "dev")
# uv finds the Pythons on the PATH, but not those of pyenv.
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
    """Run the tests that need only git, Python and a package index."""
    test(session, "-m", "not full")


@nox.session
def full(session: nox.Session) -> None:
    """Run the other tests, which need servers, a container engine or a browser, or take long."""
    test(session, "-m", "full")


@nox.session
def gates(session: nox.Session) -> None:
    """Run the gates of rendered services; --all runs those of more services."""
    test(session, "tests/gates/test_gates.py", "-k", "own_gates")


@nox.session
def update(session: nox.Session) -> None:
    """Update services with edits of their teams, from each earlier release."""
    test(session, "tests/updates")


@nox.session
def bench(session: nox.Session) -> None:
    """Print benchmarks of rendering, and of services compared with textbook programs."""
    python(session, "tests.bench.run", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Run mutation testing on a service, and print the mutants that its tests do not detect."""
    python(session, "tests.bench.mutants", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Render a service, install it, and serve it with its own PostgreSQL."""
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
    """Write the changelog of a release, then commit the release; see docs/releasing.md."""
    python(session, "tools.release", *session.posargs)


def test(session: nox.Session, *arguments: str) -> None:
    """Run pytest with three workers. Arguments after -- go to pytest; -n0 runs it without workers.

    On two processors the third worker takes what is left while others wait: an eighth of the time.
    """
    python(session, "pytest", "-n3", *arguments, *session.posargs)


def python(session: nox.Session, *arguments: str) -> None:
    """Install the development dependencies and run a Python module."""
    session.install(*DEPENDENCIES)
    session.run("python", "-m", *arguments, env=environment(session))


def environment(session: nox.Session) -> dict[str, str | None]:
    """Return the environment: the session's programs first on the PATH, and each Python version."""
    pythons = map(str, PYENV.glob("versions/3.1[0-9]*/bin"))
    return {
        "PATH": os.pathsep.join([session.bin, os.environ["PATH"], *pythons]),
        # Services use their own environments, and keep their bytecode to start faster.
        "UV_PYTHON": None,
        "UV_PROJECT_ENVIRONMENT": None,
        "PYTHONDONTWRITEBYTECODE": None,
    }
