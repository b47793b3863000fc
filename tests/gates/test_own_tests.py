"""A team adds tests, fixtures and settings without changing a managed file."""

import json
import shutil
from pathlib import Path

import pytest

from tests.helpers.projects import Projects, typed


pytestmark = [
    pytest.mark.full,
    pytest.mark.parametrize(
        "service_name", [f"{each} on sqlite" for each in ("fastapi", "flask", "django", "typer")]
    ),
]
FIXTURES = """
import pytest


@pytest.fixture
def shelf() -> str:
    return "third"
"""
VARIABLES = 'VARIABLES = {"SHELVES": "3"}\n'
TESTS = """
def test_it(request, shelf, environment):
    assert {mark.name for mark in request.node.iter_markers()} & {"unit", "deep", "tests"} == MARKS
    shelves = [value for name, value in environment.items() if name.endswith("SHELVES")]
    assert (shelf, shelves) == ("third", ["3"])
"""
# A field of each class of settings, with the team's default.
OVERRIDES = {
    "CoreSettings": ("app_name: str", "other"),
    "ServerSettings": ("port: int", 9000),
    "DatabaseSettings": ("database_url: str", "sqlite:///other.db"),
    "AuthSettings": ("access_token_expire_minutes: int", 5),
    "MailSettings": ("mail_from: str", "other@example.com"),
    "MetricsSettings": ("metrics_token: str | None", "a-token-for-Prometheus"),
}
READ_SETTINGS = """
import json
from {package}.config import Settings

values = Settings(_env_file=None, secret_key="x" * 32).model_dump(mode="json")
print(json.dumps([[base.__name__ for base in Settings.__bases__], values]))
"""


@pytest.fixture
def project(service_name: str, projects: Projects, tmp_path: Path) -> tuple[Path, str]:
    """A copy of an installed service without its environment, and that environment's Python."""
    installed = projects.installed(service_name)
    left_out = shutil.ignore_patterns(".venv", ".*_cache")
    copy = Path(shutil.copytree(installed, tmp_path / "service", ignore=left_out))
    return copy, str(installed / ".venv/bin/python")


def test_a_team_adds_tests_in_any_folder_and_fixtures_and_variables(project):
    path, python = project
    (path / "tests/fixtures.py").write_text(FIXTURES)
    (path / "tests/variables.py").write_text(VARIABLES)
    files = {
        "tests/unit/deep/test_deep.py": {"unit"},
        "tests/contract/unit/test_contract.py": set(),
        "tests/test_top.py": set(),
    }
    for name, marks in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(TESTS.replace("MARKS", repr(marks)))
    options = ("-q", "--cov", "--cov-fail-under=0", "-p", "no:cacheprovider")
    assert "3 passed" in typed(python, "-m", "pytest", *options, *files, cwd=path)


def test_a_team_overrides_a_default_of_each_class_of_settings(project):
    path, python = project
    (module,) = path.glob("src/*/settings/service.py")
    with module.open("a") as file:
        file.writelines(f"    {field} = {value!r}\n" for field, value in OVERRIDES.values())
    code = READ_SETTINGS.format(package=module.parents[1].name)
    printed = typed(python, "-c", code, cwd=path, PYTHONPATH=str(path / "src"))
    (first, *classes), values = json.loads(printed)
    assert first == "ServiceSettings"
    assert set(classes) <= set(OVERRIDES)
    for field, value in (OVERRIDES[each] for each in classes):
        assert values[field.partition(":")[0]] == value
