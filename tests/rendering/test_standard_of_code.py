"""The standard's rules for code, by number, checked on every rendered service."""

import re

import pytest

from tests.helpers.covering import Rendering
from tests.helpers.reading import (
    NOTHING,
    example_variables,
    functions,
    is_django,
    prefix_of,
    pyproject,
    python,
    settings,
    source,
)


DEFAULTS = {
    "ENVIRONMENT": "Environment.DEVELOPMENT",
    "DEBUG": "False",
    "LOG_LEVEL": "'INFO'",
    "ACCESS_TOKEN_EXPIRE_MINUTES": "30",
    "DATABASE_POOL_SIZE": "20",
    "DATABASE_MAX_OVERFLOW": "10",
    "DATABASE_POOL_RECYCLE_SECONDS": "3600",
}
# A program writes its results to the terminal, so it logs only warnings by default.
OWN_OF_PROGRAMS = {"LOG_LEVEL": "'WARNING'"}
OF_SERVICES = {"ENVIRONMENT", "DEBUG", "APP_NAME", "ALLOWED_HOSTS", "CORS_ORIGINS"}


@pytest.fixture(scope="module")
def with_database(renderings):
    found = [service for service in renderings if service.answers["database"] != "none"]
    assert found
    return found


@pytest.fixture(scope="module")
def with_example(renderings):
    found = [service for service in renderings if service.answers["example"]]
    assert found
    return found


def test_s3_code_uses_no_outdated_idiom(renderings):
    outdated = re.compile(r"\bTypeVar\(|\bOptional\[|\bUnion\[|except:|utcnow\(|declarative_base\(")
    assert not [
        f"{service}/{name}"
        for service in renderings
        for name, text in python(service, "").items()
        if outdated.search(text)
    ]


def test_s4_1_every_error_is_an_apperror(renderings):
    for service in renderings:
        found = re.findall(
            r"^class (\w+)\((\w+)\):", source(service, "exceptions.py"), re.MULTILINE
        )
        parents = dict(found)
        assert parents.pop("AppError") == "Exception"
        assert parents
        assert set(parents.values()) <= {"AppError", *parents}
        assert all(name.endswith("Error") for name in parents)


def test_s4_2_errors_become_responses_in_one_place(web):
    for service in web:
        registering = re.compile(r"(exception|register_error)_handler\(|\"EXCEPTION_HANDLER\"")
        handlers = [name for name, text in python(service).items() if registering.search(text)]
        assert len(handlers) == 1


def test_s5_1_settings_have_the_standards_names_and_defaults(renderings, programs):
    for service in renderings:
        found = settings(service)
        for name, default in DEFAULTS.items():
            own = OWN_OF_PROGRAMS if service in programs else {}
            assert found.get(name, default) == own.get(name, default), name
        assert {"LOG_LEVEL", "LOG_FORMAT"} <= set(found)
        assert (set(found) >= OF_SERVICES) == (service not in programs)


def test_s5_1_secrets_have_no_default(renderings, programs):
    for service in renderings:
        found = settings(service)
        required = {name for name, default in found.items() if default is NOTHING}
        # A program uses an SQLite file in the user's folder by default.
        without = {"none", "sqlite"} if service in programs else {"none"}
        wanted = set() if service.answers["database"] in without else {"DATABASE_URL"}
        has_auth = service.answers["example"] or "auth" in service.answers["capabilities"]
        if has_auth and service not in programs:
            wanted.add("SECRET_KEY")
        if not {"cache", "rate_limit"}.isdisjoint(service.answers["capabilities"]):
            wanted.add("REDIS_URL")
        assert required == wanted


def test_s5_2_the_example_lists_every_variable_and_no_other(renderings, programs):
    for service in renderings:
        prefix = prefix_of(service.answers["project_slug"]) if service in programs else ""
        # The names of OpenTelemetry's variables are standard.
        assert set(example_variables(service)) == {
            name if name.startswith("OTEL_") else prefix + name for name in settings(service)
        }
        assert example_variables(service).get("SECRET_KEY", "") == ""
        assert "/.env\n" in service.texts[".gitignore"]


def test_s6_1_events_are_named_in_snake_case(renderings, programs):
    call = re.compile(
        r"\b(?:logger|log|LOGGER)\.(?:debug|info|warning|error|exception)\(\s*\"([^\"]*)\""
    )
    events = {
        event
        for service in renderings
        for text in python(service).values()
        for event in call.findall(text)
    }
    assert events
    assert not [event for event in events if not re.fullmatch(r"[a-z]+(_[a-z]+)*", event)]
    for service in renderings:
        stream = "sys.stderr" if service in programs else "sys.stdout"
        assert f"StreamHandler({stream})" in source(service, "logs.py")


def test_s6_5_health_is_served_at_three_paths(web):
    for service in web:
        for path in ("/health", "/health/live", "/health/ready"):
            if is_django(service):
                assert f'path("{path[1:]}"' in source(service, "urls.py")
            else:
                assert f'"{path}"' in source(service, "api/health.py")


def models_of(service: Rendering) -> set[str]:
    package = f"src/{service.answers['package_name']}/"
    return {name.removeprefix(package) for name in python(service, f"{package}models/")}


def test_s7_1_models_are_typed_and_their_constraints_named(with_example):
    for service in with_example:
        if is_django(service):
            assert 'name="items_price_not_negative"' in source(service, "models/item.py")
        else:
            assert "naming_convention" in source(service, "models/base.py")
            for model in {"models/user.py", "models/item.py"} & models_of(service):
                assert "Mapped[" in source(service, model)
                assert "Column(" not in source(service, model)
        assert "CheckConstraint(" in source(service, "models/item.py")
        assert "Index(" in source(service, "models/item.py")


def test_s7_4_migrations_alone_make_the_tables(with_database):
    for service in with_database:
        assert "create_all" not in "".join(python(service, "").values())
        of_django = f"src/{service.answers['package_name']}/migrations/0"
        versions = python(service, of_django if is_django(service) else "alembic/versions/")
        assert bool(versions) == service.answers["example"]
        # Django derives the reverse of each operation.
        assert is_django(service) or all("def downgrade()" in each for each in versions.values())


def test_s7_5_no_sql_is_put_together_from_strings(renderings):
    pasted = re.compile(r"(?:text|execute)\(\s*(?:f\"|f'|.*(?:%|\.format\())")
    assert not [
        name for each in renderings for name, text in python(each).items() if pasted.search(text)
    ]


def test_s8_passwords_and_tokens_use_kept_libraries(with_example, web):
    for service in [each for each in with_example if each in web]:
        found = set(pyproject(service)["project"]["dependencies"])
        hashing = "argon2-cffi" if is_django(service) else "pwdlib[argon2]"
        assert {hashing, "pyjwt"} <= found
        assert not {"passlib", "bcrypt", "python-jose"} & found


def test_s8_3_every_response_gets_the_security_headers(web):
    for service in web:
        text = source(service, "middleware/policy.py").lower()
        headers = [
            *("nosniff", "x-frame-options", "referrer-policy", "strict-transport-security"),
            "content-security-policy",
        ]
        if is_django(service):
            text += source(service, "django_settings.py").lower()
            middleware = "security.security", "clickjacking.xframeoptions", "csp.contentsecurity"
            headers = [*middleware, "secure_referrer_policy", "secure_hsts_seconds"]
        assert [header for header in headers if header not in text] == []
        assert "x-xss-protection" not in text


def test_functions_and_files_are_short(renderings):
    long = {
        f"{name}: {function} {lines}"
        for service in renderings
        for name, text in python(service).items()
        for function, lines in functions(text)
        if lines > 30
    }
    long |= {
        f"{name}: {len(text.splitlines())}"
        for service in renderings
        for name, text in python(service, "").items()
        if len(text.splitlines()) > 150
    }
    assert not long
