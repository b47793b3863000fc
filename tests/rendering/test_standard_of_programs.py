"""The standard's rules for command-line programs, by number, checked on every rendered program."""

import re

from tests.helpers.covering import Rendering
from tests.helpers.reading import document, pyproject, python, source, targets


LAYOUT = {
    *("main.py", "__main__.py", "config.py", "exceptions.py", "exits.py", "terminal.py"),
    *("commands/groups.py", "commands/settings.py", "handlers/settings.py"),
}
LAYOUT_OF_THE_EXAMPLE = {
    *("commands/fields.py", "commands/items.py", "commands/transfer.py"),
    *("handlers/items.py", "handlers/transfer.py"),
    *("models/base.py", "models/item.py", "schemas/item.py", "services/item_service.py"),
    *("services/item_import.py", "repositories/item_repository.py", "database.py"),
}
LIBRARIES = {"typer", "click"}


def test_s2_1_every_program_has_the_same_shape(programs):
    for program in programs:
        package = f"src/{program.answers['package_name']}"
        wanted = LAYOUT | (LAYOUT_OF_THE_EXAMPLE if program.answers["example"] else set())
        assert {f"{package}/{name}" for name in wanted} <= set(program.texts)
        assert {"Dockerfile", "README.md", "MANUAL.md", ".env.example"} <= set(program.texts)
        assert not [name for name in program.texts if name.startswith(f"{package}/api/")]


def test_s12_1_commands_are_built_on_the_chosen_library_alone(programs):
    for program in programs:
        chosen = program.answers["cli_library"]
        imported = {
            name
            for text in python(program).values()
            for name in re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE)
        }
        assert imported & LIBRARIES == {chosen}
        required = {re.split(r"\W", each)[0] for each in dependencies(program)}
        assert required & LIBRARIES == {chosen}


def test_s12_1_only_commands_and_questions_know_the_library(programs):
    for program in programs:
        package = f"src/{program.answers['package_name']}"
        assert not [
            name
            for name, text in python(program).items()
            if re.search(r"^(?:import|from) (?:typer|click)\b", text, re.MULTILINE)
            and not name.startswith(
                (f"{package}/commands/", f"{package}/main.py", f"{package}/terminal.py")
            )
        ]


def test_s12_1_the_manual_has_every_command_and_every_exit_code(programs):
    for program in programs:
        manual, slug = program.texts["MANUAL.md"], program.answers["project_slug"]
        sections = set(re.findall(rf"^## {slug} ?(.*)$", manual, re.MULTILINE))
        assert {"", "settings"} <= sections
        assert ("db upgrade" in sections) == (program.answers["database"] != "none")
        assert ("items import" in sections) == program.answers["example"]
        for option in ("--verbose", "--quiet", "--version", "--config", "--format", "--output"):
            assert option in manual
        listed = re.findall(r"^ {4}(\d+) ", manual, re.MULTILINE)
        assert listed == ["0", "1", "2", "3", "4", "5", "129", "130", "141", "143"]


def test_s12_2_a_package_can_be_published_with_its_floors_and_its_script(programs):
    for program in programs:
        project = pyproject(program)["project"]
        package, slug = program.answers["package_name"], program.answers["project_slug"]
        assert project["scripts"] == {slug: f"{package}.__main__:main"}
        assert all(">=" in each for each in dependencies(program))
        assert "uv build" in targets(program)["wheel"][1]
        assert ("urls" in project) == bool(program.answers["repository_url"])


def test_s12_2_the_image_runs_the_program_without_root(programs):
    for program in programs:
        text = program.texts["Dockerfile"]
        final = text[text.rindex("\nFROM ") :]
        bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
        assert bases == [f"python:{program.answers['python_version']}-slim"] * 2
        assert f'ENTRYPOINT ["{program.answers["project_slug"]}"]' in final
        assert re.search(r"^USER [1-9]", final, re.MULTILINE)
        assert not re.search(r"\buv\b|apt|curl|gcc|EXPOSE|HEALTHCHECK", final)


def test_s1_8_a_release_is_published_without_a_token(programs):
    for program in programs:
        private = program.answers["license"] == "proprietary"
        classifiers = pyproject(program)["project"]["classifiers"]
        assert ("Private :: Do Not Upload" in classifiers) == private
        if private:
            assert ".github/workflows/publish.yml" not in program.texts
            assert "publish:" not in program.texts.get(".gitlab-ci.yml", "")
            continue
        if program.answers["ci"] == "github":
            jobs = document(program, ".github/workflows/publish.yml")["jobs"]
            assert jobs["publish"]["permissions"] == {"id-token": "write"}
            assert jobs["publish"]["environment"] == "pypi"
            assert "permissions" not in jobs["build"]
            assert jobs["gates"]["uses"] == "./.github/workflows/ci.yml"
            assert (jobs["build"]["needs"], jobs["publish"]["needs"]) == ("gates", "build")
        if program.answers["ci"] == "gitlab":
            job = document(program, ".gitlab-ci.yml")["publish"]
            assert "PYPI_ID_TOKEN" in job["id_tokens"]
            assert job["rules"] == [{"if": "$CI_COMMIT_TAG =~ /^v/"}]


def test_s5_1_a_program_reads_nothing_that_only_a_server_needs(programs):
    for program in programs:
        text = source(program, "settings/core.py") + program.texts[".env.example"]
        unused = r"hosts|cors|max_body|secret_key|app_name|debug:|environment:|pool|recycle"
        assert not re.search(unused, text, re.IGNORECASE)


def dependencies(program: Rendering) -> list[str]:
    found = pyproject(program)["project"]["dependencies"]
    assert isinstance(found, list)
    return found
