"""The standard's rules for tooling and layout, by number, checked on every rendered service."""

import re
import tomllib
from graphlib import TopologicalSorter

from tests.helpers.reading import (
    document,
    imports,
    is_django,
    pyproject,
    python,
    targets,
)
from tests.helpers.rendering import ROOT


RULES = [
    *("E", "W", "F", "I", "N", "UP", "ANN", "ASYNC", "S", "B", "A", "C4", "DTZ", "T10", "EM", "FA"),
    *("ISC", "ICN", "LOG", "G", "PIE", "T20", "PT", "Q", "RSE", "RET", "SLF", "SIM", "TID", "TC"),
    *("ARG", "PTH", "ERA", "PL", "TRY", "FLY", "PERF", "FURB", "RUF", "D"),
]
IGNORED = ["ANN401", "PLR0913", "TRY003", "D105", "D106", "D107"]
IGNORED_IN_TESTS = {"S101", "S105", "S106", "S107", "ARG", "PLR2004", "ANN", "D"}
TARGETS = {
    *("install", "run", "test", "lint", "format", "format-check", "typecheck", "check"),
    *("build", "clean", "help"),
}
LAYOUT = {
    *("main.py", "config.py", "exceptions.py", "api/v1/router.py", "middleware/logging.py"),
}
LAYOUT_OF_THE_EXAMPLE = {
    *("api/v1/users.py", "api/v1/auth.py", "api/v1/items.py", "models/base.py", "models/user.py"),
    *("models/item.py", "schemas/user.py", "schemas/item.py", "services/user_service.py"),
    *("services/auth_service.py", "database.py", "dependencies.py"),
}
# Django's conventional names for these modules.
IN_DJANGO = {
    "main.py": "urls.py",
    "api/v1/router.py": "api/v1/urls.py",
    "schemas/user.py": "serializers/user.py",
    "schemas/item.py": "serializers/item.py",
    "dependencies.py": "api/v1/views.py",
}
ORDER = ["main", "api", "services", "repositories", "models", "exceptions"]
ORDER_OF_PROGRAMS = [
    *("main", "commands", "handlers", "services", "repositories", "models"),
    *("terminal", "exceptions"),
]
ORDER_OF_DJANGO = ["urls", "api", "tasks", "serializers", "services", "models", "exceptions"]


def test_s1_1_the_project_is_built_by_hatchling_for_the_chosen_python(renderings):
    for service in renderings:
        project = pyproject(service)["project"]
        assert project["requires-python"] == f">={service.answers['python_version']}"
        assert project["requires-python"] >= ">=3.12"
        assert pyproject(service)["build-system"]["build-backend"] == "hatchling.build"
        assert project["readme"] in service.texts


def test_s1_2_the_lock_file_is_made_kept_and_checked(renderings):
    for service in renderings:
        assert "uv sync\n" in targets(service)["install"][1]
        assert "uv lock --check\n" in targets(service)["lock-check"][1]
        assert "uv.lock" not in service.texts
        assert "uv.lock" not in service.texts[".gitignore"]
        assert not [name for name in service.texts if "requirements" in name]


def test_s1_3_ruff_lints_by_these_rules_and_no_others_are_ignored(renderings):
    for service in renderings:
        lint = pyproject(service)["tool"]["ruff"]["lint"]
        per_file = lint["per-file-ignores"]
        of_django = {"DJ"} if is_django(service) else set()
        assert [rule for rule in lint["select"] if rule not in of_django] == RULES
        assert of_django <= set(lint["select"])
        # Nullable text fields are allowed.
        assert [rule for rule in lint["ignore"] if rule != "DJ001"] == IGNORED
        migrations = "src/**/migrations/**"
        assert set(per_file) <= {"tests/**", "alembic/**", migrations, "**/__init__.py"}
        assert set(per_file["tests/**"]) <= IGNORED_IN_TESTS
        # Alembic writes a condition on one line.
        assert set(per_file.get("alembic/**", [])) <= {"D", "E501"}
        # Django generates migrations in its own style, also for a team's further applications.
        assert set(per_file.get(migrations, [])) <= {"D", "E501", "I001", "Q000", "RUF012"}
        assert lint["pydocstyle"]["convention"] == "google"
        assert lint["flake8-tidy-imports"]["ban-relative-imports"] == "all"
        assert pyproject(service)["tool"]["ruff"]["target-version"] == "py312"


def test_s1_3_every_noqa_names_its_rule_and_its_reason(renderings):
    reasoned = re.compile(r"# noqa: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)* - \S|# type: ignore\[[\w-]+\]")
    bad = [
        f"{service}/{name}: {line}"
        for service in renderings
        for name, text in python(service, "").items()
        for line in re.findall(r".*(?:noqa|type: ignore).*", text)
        if not reasoned.search(line)
    ]
    assert not bad


def test_s1_4_ruff_formats_with_these_settings(renderings):
    for service in renderings:
        ruff = pyproject(service)["tool"]["ruff"]
        assert ruff["line-length"] == 100
        of_django = {"exclude": ["src/**/migrations/**"]} if is_django(service) else {}
        assert ruff["format"] == {"docstring-code-format": True, **of_django}
        assert ruff["lint"]["isort"]["lines-after-imports"] == 2
        assert service.answers["package_name"] in ruff["lint"]["isort"]["known-first-party"]


def test_s1_5_mypy_is_strict_on_the_source(renderings):
    for service in renderings:
        mypy = pyproject(service)["tool"]["mypy"]
        assert mypy["strict"] is True
        assert mypy["warn_unreachable"] is True
        of_django = ["mypy_django_plugin.main"] * is_django(service)
        assert mypy["plugins"] == [*of_django, "pydantic.mypy"]
        assert {"src", "tests"} <= set(mypy["files"])
        assert {each["module"] for each in mypy["overrides"]} <= {"tests.*", "alembic.*"}


def test_s1_6_every_make_target_exists_and_has_its_help(renderings):
    for service in renderings:
        needed = TARGETS | ({"migrate", "migration"} if "alembic.ini" in service.texts else set())
        phony = set(re.findall(r"^\.PHONY: (.+)$", service.texts["Makefile"], re.MULTILINE))
        assert needed <= set(targets(service))
        assert set(targets(service)) == phony


def test_s1_6_check_runs_every_gate(renderings):
    for service in renderings:
        gates = targets(service)["check"][0].split()
        assert set(gates) == {"lock-check", "format-check", "lint", "typecheck", "test"}
        assert "ruff check" in targets(service)["lint"][1]
        assert "ruff format --check" in targets(service)["format-check"][1]
        assert "mypy" in targets(service)["typecheck"][1]
        assert "pytest --cov" in targets(service)["test"][1]


def test_s1_7_hooks_run_the_same_tools_at_the_versions_of_the_lock_file(renderings):
    for service in renderings:
        repositories = document(service, ".pre-commit-config.yaml")["repos"]
        entries = {hook["entry"] for each in repositories for hook in each["hooks"]}
        assert {each["repo"] for each in repositories} == {"local"}
        assert {"uv run ruff check", "uv run ruff format", "uv run mypy"} <= entries


def test_s1_8_ci_runs_the_same_gates_against_the_real_database(renderings):
    for service in renderings:
        ci, database = service.answers["ci"], service.answers["database"]
        files = {"github": ".github/workflows/ci.yml", "gitlab": ".gitlab-ci.yml"}
        assert {name for name, path in files.items() if path in service.texts} == {ci} - {"none"}
        text = service.texts.get(files.get(ci, ""), "- make install check")
        assert re.search(r"- (run: )?make install check$", text, re.MULTILINE)
        if ci != "none":
            image = {"postgresql": "postgres:", "mysql": "mysql:"}
            assert {name for name in image if image[name] in text} == {database} & set(image)


def test_s1_9_pytest_is_strict_and_coverage_has_branches(renderings):
    for service in renderings:
        tool = pyproject(service)["tool"]
        assert {"--strict-markers", "--strict-config"} <= set(tool["pytest"]["addopts"])
        assert tool["pytest"]["filterwarnings"] == ["error"]
        is_async = service.answers["framework"] == "fastapi"
        assert tool["pytest"].get("asyncio_mode") == ("auto" if is_async else None)
        assert tool["coverage"]["run"]["branch"] is True
        assert tool["coverage"]["run"]["source"] == [service.answers["package_name"]]
        assert tool["coverage"]["report"]["fail_under"] == 90


def test_s2_1_every_service_has_the_same_shape(web):
    for service in web:
        package = f"src/{service.answers['package_name']}"
        wanted = LAYOUT | (LAYOUT_OF_THE_EXAMPLE if service.answers["example"] else set())
        by_django = IN_DJANGO if is_django(service) else {}
        wanted = {by_django.get(name, name) for name in wanted}
        assert {f"{package}/{name}" for name in wanted} <= set(service.texts)
        assert {"Dockerfile", "docker-compose.yml", "README.md", ".env.example"} <= set(
            service.texts
        )
        folders = {name.split("/")[1] for name in service.texts if name.startswith("tests/")}
        assert {"conftest.py", "unit", "integration", "e2e"} <= folders


def test_s2_2_imports_are_absolute_named_and_run_in_no_circle(renderings):
    for service in renderings:
        for name, text in python(service, "").items():
            # Django settings modules extend one another by wildcard imports.
            wildcard = "(?!)" if name.endswith("/project_settings.py") else r"import \*"
            assert not re.search(rf"^\s*from \.|{wildcard}", text, re.MULTILINE), name
        order = list(TopologicalSorter(imports(service)).static_order())
        top = "urls" if is_django(service) else "main"
        assert f"{service.answers['package_name']}.{top}" in order


def test_s2_3_modules_are_named_in_snake_case(renderings):
    snake = re.compile(r"(?:[a-z0-9_]+/)*(?:[a-z0-9_]+)\.py")
    for service in renderings:
        assert [name for name in python(service, "") if not snake.fullmatch(name)] == []


def test_s2_4_a_contract_says_which_way_imports_run(renderings):
    for service in renderings:
        package = service.answers["package_name"]
        (contract,) = pyproject(service)["tool"]["importlinter"]["contracts"]
        order = [each.strip("()").removeprefix(f"{package}.") for each in contract["layers"]]
        assert contract["type"] == "layers"
        orders = {"django": ORDER_OF_DJANGO, "cli": ORDER_OF_PROGRAMS}
        assert order == orders.get(service.answers["framework"], ORDER)
        assert "lint-imports" in targets(service)["lint"][1]


def test_the_template_lives_by_the_same_rules(renderings):
    own = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    for service in renderings:
        theirs = pyproject(service)["tool"]["ruff"]
        assert own["line-length"] == theirs["line-length"]
        assert own["format"].items() <= theirs["format"].items()
        for key in ("pydocstyle", "flake8-tidy-imports"):
            assert own["lint"][key] == theirs["lint"][key]
        for key in ("select", "ignore"):
            of_django = {"DJ", "DJ001"} if is_django(service) else set()
            assert own["lint"][key] == [
                rule for rule in theirs["lint"][key] if rule not in of_django
            ]
        own_tests = own["lint"]["per-file-ignores"]["tests/**"]
        # The template's tests run commands, and pass made-up passwords to Make targets.
        assert set(own_tests) - {"S107", "S603", "S607"} == set(
            theirs["lint"]["per-file-ignores"]["tests/**"]
        )
