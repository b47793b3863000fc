"""The standard's rules for tests and containers, by number, checked on every rendered service."""

import re

from tests.helpers.reading import document, pyproject, targets


def test_s10_1_every_kind_of_test_has_its_marker_and_its_folder(renderings):
    for service in renderings:
        markers = {each.split(":")[0] for each in pyproject(service)["tool"]["pytest"]["markers"]}
        assert {"unit", "integration", "e2e"} <= markers
        for kind in ("unit", "integration", "e2e"):
            assert [name for name in service.texts if name.startswith(f"tests/{kind}/test_")]


def test_s10_4_mutation_testing_is_one_command_outside_the_gates(renderings):
    for service in renderings:
        assert "mutmut" in targets(service)["mutants"][1]
        assert "mutants" not in targets(service)["check"][0]


def test_s11_1_the_image_is_small_unprivileged_and_watched(web):
    for service in web:
        text = service.texts["Dockerfile"]
        final = text[text.rindex("\nFROM ") :]
        bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
        assert set(bases) == {f"python:{service.answers['python_version']}-slim"}
        assert len(bases) == 2
        assert "uv sync --frozen --no-dev" in text
        assert not re.search(r"\buv\b(?!icorn)|apt|curl|gcc", final)
        assert re.search(r"^USER [1-9]", final, re.MULTILINE)
        assert "HEALTHCHECK --interval=30s --timeout=3s --start-period=5s" in final
        package = service.answers["package_name"]
        assert re.search(rf'^CMD \["python", "-m", "{package}"\]', final, re.MULTILINE)
        server = service.texts[f"src/{package}/settings/server.py"]
        assert 'bind_host: str = "0.0.0.0"' in server
        assert re.search(r"port: .+ = 8000\n", server)


def test_s11_2_compose_waits_for_health_and_migrates_first(web):
    for service in web:
        compose = document(service, "docker-compose.yml")["services"]
        database = service.answers["database"]
        servers = [
            each
            for name, each in compose.items()
            if name not in {"app", "migrate"} and "profiles" not in each
        ]
        has_redis = not {"cache", "rate_limit"}.isdisjoint(service.answers["capabilities"])
        assert len(servers) == (database in {"postgresql", "mysql"}) + has_redis
        assert all("test" in each["healthcheck"] for each in servers)
        if database != "none":
            waits = compose["app"]["depends_on"]["migrate"]["condition"]
            assert waits == "service_completed_successfully"
            command = " ".join(compose["migrate"]["command"])
            assert command in {"alembic upgrade head", "python manage.py migrate"}
            assert f"run `{command}` from its image" in service.texts["README.md"]
            assert f"from the same image: {command}\n" in service.texts["Dockerfile"]
            assert targets(service)["migrate"][1].endswith(f" {command}\n")
