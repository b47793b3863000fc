"""Several services share a repository, set up as docs/monorepos.md describes."""

import re
import shutil

import pytest
import yaml

from tests.delivery.docker import docker
from tests.helpers.projects import make, shell
from tests.helpers.rendering import ROOT, attempt, commit, render, run


pytestmark = pytest.mark.full

TEXT = (ROOT / "docs/monorepos.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
YAML = [block for language, block in BLOCKS if language == "yaml"]
(WORKFLOW,), (WORKSPACE,), (IGNORED,), (LOCAL,) = (
    [block for language, block in BLOCKS if language == wanted]
    for wanted in ("sh", "toml", "gitignore", "make")
)
HOOKS = "repos: []\n"
SERVICES = {
    "billing": {"framework": "flask", "database": "sqlite"},
    "orders": {"framework": "django", "database": "sqlite"},
}


@pytest.fixture(scope="module")
def repository(template, tmp_path_factory):
    """A workspace with two services, installed one after the other."""
    root = tmp_path_factory.mktemp("monorepo")
    run("git", "init", "--quiet", cwd=root)
    (root / "pyproject.toml").write_text(WORKSPACE)
    (root / ".dockerignore").write_text(IGNORED)
    for name, answers in SERVICES.items():
        service = render(template, {**answers, "project_name": name}, root / "services" / name)
        (service / "local.mk").write_text(LOCAL.replace("billing", name))
        make("install", cwd=service)
    commit(root, "Start")
    return root


def test_the_services_share_a_lock_and_an_environment(repository):
    found = {path.relative_to(repository).as_posix() for path in repository.rglob("uv.lock")}
    assert found == {"uv.lock"}
    assert [path.parent for path in repository.glob("**/.venv")] == [repository]


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_passes_its_gates_after_the_other(repository, name):
    service = repository / "services" / name
    make("lock-check", "format-check", "lint", "typecheck", cwd=service)
    told = run("uv", "run", "pytest", "--no-cov", "-q", "tests/unit", cwd=service)
    assert " passed" in told


def test_each_services_hooks_see_its_own_files(repository, tmp_path):
    root = shutil.copytree(repository, tmp_path / "root", symlinks=True)
    assert f"`{HOOKS.strip()}`" in TEXT
    (root / ".pre-commit-config.yaml").write_text(HOOKS)
    run("uvx", "prek", "install", cwd=root)
    commit(root, "Add hooks")
    service = root / "services/orders"
    (service / "src/orders/wrong.py").write_text("import os\n")
    run("git", "add", ".", cwd=root)
    done = attempt("git", "commit", "--message", "Wrong", cwd=root)
    assert done.returncode != 0
    assert "F401" in done.stdout + done.stderr


def test_a_workflow_at_the_root_runs_in_the_services_folder(repository):
    shell(WORKFLOW, repository)
    path = repository / ".github/workflows/billing.yml"
    run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", path, cwd=repository)
    # YAML 1.1 parses `on` as a boolean.
    workflow = yaml.safe_load(path.read_text())
    assert workflow["name"] == "services/billing"
    assert workflow["defaults"] == {"run": {"working-directory": "services/billing"}}
    assert workflow[True] == {
        "push": {"branches": ["main"], "paths": ["services/billing/**"]},
        "pull_request": {"paths": ["services/billing/**"]},
    }
    path.unlink()


@pytest.mark.parametrize("block", YAML[:2])
def test_what_gitlab_reads_follows_its_schema(tmp_path, block):
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(block)
    run("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", path, cwd=tmp_path)


def test_a_proposal_is_refused_in_a_folder(repository):
    service = repository / "services/billing"
    done = attempt("uv", "run", "--no-project", "python", "-m", "dev.propose", cwd=service)
    assert "only at the root of a repository: run make update here." in done.stderr


def test_an_image_is_built_from_the_root(repository):
    make("build", cwd=repository / "services/orders")
    options = ("--rm", "--entrypoint=python", "orders", "-c")
    printed = docker("run", *options, "import django, orders; print(orders.__file__)")
    assert printed.startswith("/app/.venv/")
    held = docker("run", "--rm", "--entrypoint=ls", "orders", "-A", "/app").split()
    assert held == [".venv", "manage.py", "static"]


def test_compose_builds_from_the_root_too(repository):
    service = repository / "services/billing"
    (service / "docker-compose.override.yml").write_text(YAML[2])
    printed = docker("compose", "config", cwd=service)
    for name in ("app", "migrate"):
        build = yaml.safe_load(printed)["services"][name]["build"]
        assert build["context"] == str(repository)
        assert (repository / build["dockerfile"]).is_file()
        assert build["args"] == {"FOLDER": "services/billing"}
