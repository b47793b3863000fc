"""The answers alone determine the layers and the lists of the assembly files."""

import ast
import importlib.util
import sys
from typing import Any

import pytest

from extensions.assembly import assemble
from extensions.files import targets
from extensions.layers import active_layers, identifier
from tests.helpers.layout import ANSWERS_FILE, SOURCES
from tests.helpers.questions import (
    CONFIG,
    QUESTIONNAIRE,
    QUESTIONS,
    combinations_of_choices,
    combinations_of_layers,
    complete,
    layers,
    offered,
)
from tests.helpers.rendering import ROOT, attempt, files, run


EXTENSIONS = sorted((ROOT / "extensions").glob("*.py"))
STUB = """
import sys, types
errors = types.ModuleType("copier.errors")
errors.UserMessageError = Exception
module = types.ModuleType("jinja2.ext")
class Extension:
    def __init__(self, environment):
        self.environment = environment
module.Extension = Extension
sys.modules["jinja2"] = types.ModuleType("jinja2")
sys.modules["jinja2.ext"] = module
sys.modules["copier"] = types.ModuleType("copier")
sys.modules["copier.errors"] = errors
patterns = types.ModuleType("pathspec")
patterns.GitIgnoreSpec = None
sys.modules["pathspec"] = patterns
path = sys.argv[1]
scope = {"__name__": "alone", "__file__": path}
exec(compile(open(path, encoding="utf-8").read(), path, "exec"), scope)
class Environment:
    globals, filters, from_string = {}, {}, str
for value in list(scope.values()):
    if isinstance(value, type) and issubclass(value, Extension) and value is not Extension:
        value(Environment)
is_faster = Environment.from_string is not str
print(len(Environment.globals) + len(Environment.filters) + is_faster)
"""


def test_every_choice_of_a_layered_question_has_its_layer():
    for question in ("framework", "database", "ci", "license"):
        for choice in set(offered(question)) - {"none"}:
            assert layers({question: choice, "example": False})[identifier(choice)] == "."


def test_exactly_one_framework_database_and_licence_is_chosen():
    for answers, chosen in zip(combinations_of_choices(), combinations_of_layers(), strict=True):
        for question in ("framework", "database", "ci", "license"):
            values = set(offered(question)) - {"none"}
            active = [value for value in values if chosen[identifier(value)]]
            assert active == [answers[question]] if answers[question] != "none" else not active


def test_the_same_layers_exist_whatever_is_chosen():
    names = {tuple(chosen) for chosen in combinations_of_layers()}
    assert len(names) == 1
    assert set(layers({}).values()) <= {".", ""}


def test_the_example_domain_brings_authentication_with_it():
    assert layers({"capabilities": [], "example": True})["auth"] == "."
    assert layers({"capabilities": [], "example": False})["auth"] == ""


def test_a_layer_is_read_after_a_dot():
    assert identifier("apache-2.0") == "apache_2_0"
    assert all(name.isidentifier() for name in layers({}))


def test_layers_do_not_change_what_they_are_given():
    capabilities = ["auth"]
    given: dict[str, Any] = {
        "example": False,
        "cli_library": "typer",
        "ci": "none",
        "license": "mit",
    }
    first = active_layers("fastapi", "none", capabilities, **given)
    assert capabilities == ["auth"]
    assert first == active_layers("fastapi", "none", capabilities, **given)


def test_every_assembled_module_is_rendered():
    for chosen in combinations_of_layers():
        rendered = {source.target for source in SOURCES if source.renders_in(chosen)}
        package = "src/{{ package_name }}"
        assembly = assemble(chosen, "app", "my-app")
        assert {f"{package}/{module}.py" for module in assembly["modules"]} <= rendered
        for group in assembly["settings"]:
            assert f"{package}/settings/{group['module']}.py" in rendered


def test_every_settings_module_is_assembled():
    package = "src/{{ package_name }}/settings/"
    modules = {s.target.removeprefix(package) for s in SOURCES if s.target.startswith(package)}
    everything = layers({}) | dict.fromkeys(layers({}), ".")
    assembled = {
        f"{group['module']}.py" for group in assemble(everything, "app", "my-app")["settings"]
    }
    assert modules - assembled <= {"__init__.py", "core.py", "dsn.py", "lists.py", "service.py"}


def test_a_database_has_a_scheme_a_driver_and_an_address():
    for database in set(offered("database")) - {"none"}:
        assembly = assemble(layers({"database": database}), "app", "my-app")
        assert assembly["database_url"].split(":")[0] in str(assembly["schemes"])
        assert assembly["driver"]
    without = assemble(layers({"database": "none", "example": False}), "app", "my-app")
    assert (without["driver"], without["database_url"]) == ("", "")


def test_every_licence_has_its_name_in_spdx():
    names = {
        choice: assemble(layers({"license": choice}), "app", "my-app")["license"]
        for choice in offered("license")
    }
    assert names["apache-2.0"] == "Apache-2.0"
    assert all(names.values())
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize("path", EXTENSIONS, ids=lambda path: path.stem)
def test_an_extension_stands_alone(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").split(".")[0])
    assert imported <= set(sys.stdlib_module_names) | {"copier", "jinja2", "pathspec"}


def test_a_text_is_compiled_once_in_an_environment():
    compile_text = QUESTIONNAIRE.environment.from_string
    assert compile_text("{{ layer.base }}") is compile_text("{{ layer.base }}")
    assert compile_text("{{ layer.web }}") is not compile_text("{{ layer.base }}")


@pytest.mark.parametrize("path", EXTENSIONS, ids=lambda path: path.stem)
def test_an_extension_loads_alone_on_the_oldest_python_that_is_here(path):
    for version in ("3.10", "3.11"):
        found = attempt("uv", "python", "find", "--no-project", "--offline", version, cwd=ROOT)
        python = found.stdout.strip() or sys.executable
        printed = run(python, "-S", "-I", "-W", "error", "-c", STUB, path, cwd=path.parent)
        assert int(printed) > 0


def test_copier_loads_every_extension_and_no_other():
    named = {entry.split(":")[0] for entry in CONFIG["_jinja_extensions"] if ".py:" in entry}
    assert named == {path.relative_to(ROOT).as_posix() for path in EXTENSIONS}


def test_two_versions_of_an_extension_live_in_one_process(tmp_path):
    source = (ROOT / "extensions/layers.py").read_text(encoding="utf-8")
    answers = []
    for version in ("base", "foundation"):
        path = tmp_path / version / "layers.py"
        path.parent.mkdir()
        path.write_text(source.replace('"base"', f'"{version}"'), encoding="utf-8")
        spec = importlib.util.spec_from_file_location("layers", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        chosen = module.active_layers(
            "fastapi", "none", [], example=False, cli_library="typer", ci="none", license="mit"
        )
        answers.append(next(iter(chosen)))
    assert answers == ["base", "foundation"]


def test_no_question_but_the_computed_ones_is_hidden():
    assert [name for name in QUESTIONS if QUESTIONS[name].get("when") is False] == [
        "layer",
        "assembly",
        "requirements",
        "record",
    ]


def test_all_files_that_a_copy_writes_are_known_before(renderings):
    for each in renderings:
        conf = {"src_path": ROOT, "answers_file": ANSWERS_FILE}
        answers = complete(each.answers)
        known = targets(conf, layers(answers), answers["package_name"])
        assert sorted(known) == sorted(files(each.path))
