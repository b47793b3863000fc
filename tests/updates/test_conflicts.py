"""Few edits of teams conflict with changes of the template."""

from pathlib import Path

import pytest

from tests.helpers.held_out import LISTS, SERVICES, TEAM, TEMPLATE
from tests.helpers.merging import conflicts, in_the_way, meet, rate
from tests.helpers.rendering import attempt
from tests.helpers.versions import UPGRADES, is_quick


# The percentage of pairs of an edit and a change that may conflict, by file.
LIMITS = {
    "pyproject.toml": 1.9,
    "Makefile": 3.5,
    ".github/workflows/ci.yml": 3.7,
    ".gitlab-ci.yml": 2.7,
    ".gitignore": 5.1,
    ".dockerignore": 10.1,
    ".editorconfig": 12.5,
    ".pre-commit-config.yaml": 10.5,
    "docker-compose.yml": 4.7,
    "Dockerfile": 11.3,
    ".env.example": 4.8,
    "tests/conftest.py": 3.9,
    "src/app/main.py": 5.3,
    "src/app/config.py": 2.5,
    "src/app/django_settings.py": 3.0,
}
# The percentage of edits that may conflict with the changes of this version.
LIMIT_OF_RELEASE = 15
# Where teams add at the end: the last line or entry, which is the same in every service.
ENDS = {
    ".gitignore": "/.ruff_cache/",
    ".dockerignore": "**/__pycache__/",
    ".env.example": "# This service's own; add yours below.",
    "Makefile": "-include local.mk",
}
LAST = {
    "dev": '"pytest-cov",',
    "constraint-dependencies": "# Yours go below this line; updates change those above it.",
    "select": '"D",',
    "ignore": '"D107",',
    "plugins": '"pydantic.mypy",',
    "addopts": '"-ra",',
    "filterwarnings": '"error",',
}


@pytest.fixture(scope="module")
def services(render) -> list[Path]:
    """Services that together cover the variants of each file."""
    return [render(answers) for answers in SERVICES.values()]


def test_few_edits_meet_a_change_of_the_template(services):
    met = meet(services, TEAM, TEMPLATE)
    above = {path: found for path, found in met.items() if rate(found) > LIMITS[path]}
    assert above == {}


def test_every_edit_and_every_change_is_one_in_some_service(services):
    for side in (TEAM, TEMPLATE):
        for path, edits in side.items():
            texts = [(each / path).read_text() for each in services if (each / path).is_file()]
            assert [
                name for name, edit in edits.items() if all(edit(text) == text for text in texts)
            ] == []


def test_git_finds_the_same_conflicts(services, tmp_path):
    path = "src/app/main.py"
    base = (services[0] / path).read_text()
    found = []
    for edit in TEAM[path]:
        for change in TEMPLATE[path]:
            texts = {"ours": TEAM[path][edit](base), "base": base}
            texts["theirs"] = TEMPLATE[path][change](base)
            for name, text in texts.items():
                (tmp_path / name).write_text(text)
            if attempt("git", "merge-file", "--stdout", *texts, cwd=tmp_path).returncode:
                found.append((edit, change))
    assert found == conflicts(base, TEAM[path], TEMPLATE[path])[0] != []


@pytest.mark.parametrize("upgrade", [each for each in UPGRADES if is_quick(each)], ids=str)
def test_few_edits_meet_what_this_version_changes(upgrades, upgrade):
    found, count = in_the_way(upgrades.before(upgrade), upgrades.fresh(upgrade), TEAM)
    assert 100 * len(found) / count <= LIMIT_OF_RELEASE, found


def test_what_teams_add_to_ends_alike_in_every_service(renderings):
    for service in renderings:
        for path, last in ENDS.items():
            assert service.texts[path].splitlines()[-1] == last
        for key, last in LAST.items():
            _, _, rest = service.texts["pyproject.toml"].partition(f"\n{key} = [\n")
            entries = rest.partition("\n]")[0].splitlines()
            assert entries[-1].strip() == last
    assert set(LAST) <= set(LISTS)
