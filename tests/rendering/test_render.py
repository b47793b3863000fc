"""Every rendered service is complete and well-formed, with each path from one layer."""

import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.helpers.covering import TEXTS, Rendering
from tests.helpers.layout import ANSWERS_FILE, targets
from tests.helpers.pairs import all_pairs
from tests.helpers.questions import (
    VISIBLE,
    asked,
    columns,
    offered,
)
from tests.helpers.rendering import ROOT, TAG, files, run


MAY_BE_EMPTY = {"__init__.py-tpl", "__init__.py", ".gitkeep", "py.typed"}
MAY_NAME_THE_TEMPLATE = {".copier-answers.yml", "README.md"}
# Ruff parses Python, because a service's version may be newer than this process's.
PARSERS: dict[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".json": json.loads,
    ".yml": lambda text: list(yaml.compose_all(text)),
    ".yaml": lambda text: list(yaml.compose_all(text)),
}


def each_text(renderings: list[Rendering]) -> Iterator[tuple[str, str, Rendering]]:
    for rendering in renderings:
        for name, text in rendering.texts.items():
            yield name, text, rendering


def test_every_value_of_every_question_is_rendered(renderings):
    wanted = {
        (name, str(value))
        for name, values in columns().items()
        for value in values
        if value is not None
    }
    rows = [rendering.answers for rendering in renderings]
    chosen = {(name, str(value)) for row in rows for name, value in row.items()}
    chosen |= {
        (f"capabilities: {choice}", str(choice in row["capabilities"]))
        for row in rows
        for choice in offered("capabilities")
    }
    assert wanted <= chosen


def test_every_pair_of_values_that_go_together_is_covered():
    table = {"a": [0, 1, 2], "b": [0, 1], "c": [0, 1, 2]}
    rows = all_pairs(table, lambda row: not (row.get("a") == 0 and row.get("b") == 1))
    pairs = {(row["a"], row["b"]) for row in rows}
    assert pairs == {(0, 0), (1, 0), (1, 1), (2, 0), (2, 1)}
    assert {(row["b"], row["c"]) for row in rows} == {(b, c) for b in (0, 1) for c in (0, 1, 2)}
    assert {(row["a"], row["c"]) for row in rows} == {(a, c) for a in range(3) for c in range(3)}


def test_every_file_parses(renderings):
    problems = []
    for name, text, rendering in each_text(renderings):
        try:
            PARSERS.get(Path(name).suffix, str)(text)
        except (SyntaxError, ValueError, yaml.YAMLError) as error:
            problems.append(f"{rendering}/{name}: {error}")
    assert not problems


def test_ruff_finds_nothing(renderings):
    folder = renderings[0].path.parent
    report = run(sys.executable, "-m", "ruff", "check", "--no-cache", ".", cwd=folder)
    assert report == "All checks passed!\n"


def test_ruff_would_format_nothing(renderings):
    folder = renderings[0].path.parent
    report = run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", ".", cwd=folder)
    assert report.endswith("files already formatted\n")


def test_no_jinja_is_left(renderings):
    leftover = re.compile(r"(?<!\$)\{\{|\{%|%\}|\{#|#\}")
    plain = [each for each in renderings if "{{" not in each.answers["project_name"]]
    # Templates of Django, Prometheus and Grafana have braces, too.
    texts = [each for each in each_text(plain) if not is_template_of_its_own(each[0])]
    assert not [f"{each}/{name}" for name, text, each in texts if leftover.search(text)]


def is_template_of_its_own(path: str) -> bool:
    return path.endswith("-tpl") or path in {
        "monitoring/alerts.yml",
        "monitoring/grafana/service.json",
    }


def test_answers_are_never_rendered_again(renderings):
    hostile = [each for each in renderings if "{{ 7*7 }}" in each.answers["project_name"]]
    assert hostile
    assert all("{{ 7*7 }}" in each.texts[".copier-answers.yml"] for each in hostile)


def test_accepted_texts_come_back_unchanged(renderings):
    for rendering in renderings:
        project = tomllib.loads(rendering.texts["pyproject.toml"])["project"]
        author = {"name": rendering.answers["author_name"]}
        email = rendering.answers["author_email"]
        assert project["description"] == rendering.answers["description"]
        assert project["authors"] == [author | ({"email": email} if email else {})]
        assert (
            yaml.safe_load(rendering.texts[ANSWERS_FILE]).items()
            >= asked(rendering.answers).items()
        )


def test_every_hostile_text_is_rendered_somewhere(renderings):
    for question, texts in TEXTS.items():
        assert {rendering.answers[question] for rendering in renderings} == set(texts)


def test_every_file_ends_with_one_newline_and_begins_with_none(renderings):
    assert not [
        f"{rendering}/{name}"
        for name, text, rendering in each_text(renderings)
        if text and not re.fullmatch(r"\S.*[^\n]\n|\S\n", text, re.DOTALL) and name != "LICENSE"
    ]


def test_no_line_ends_with_a_space(renderings):
    assert not [
        f"{rendering}/{name}"
        for name, text, rendering in each_text(renderings)
        if re.search(r"[ \t\r]$", text, re.MULTILINE)
    ]


def test_no_two_blank_lines_follow_each_other_outside_python(renderings):
    assert not [
        f"{rendering}/{name}"
        for name, text, rendering in each_text(renderings)
        if "\n\n\n" in text and not name.endswith((".py", ".mako", "-tpl"))
    ]


def test_no_file_is_empty_but_markers(renderings):
    assert not [
        f"{rendering}/{name}"
        for name, text, rendering in each_text(renderings)
        if not text.strip() and Path(name).name not in MAY_BE_EMPTY
    ]


def test_no_file_speaks_of_the_template_but_those_that_have_to(renderings):
    wording = re.compile(
        r"chassis|jinja|cookiecutter|lorem ipsum|\b(TODO|FIXME|XXX)\b", re.IGNORECASE
    )
    assert not [
        f"{rendering}/{name}"
        for name, text, rendering in each_text(renderings)
        if wording.search(text) and name not in MAY_NAME_THE_TEMPLATE
    ]


def test_programs_and_only_programs_are_executable(renderings):
    assert not [
        f"{rendering}/{name}"
        for name, text, rendering in each_text(renderings)
        if text.startswith("#!") != bool((rendering.path / name).stat().st_mode & 0o111)
    ]


def test_each_rendered_file_comes_from_one_layer(renderings):
    for rendering in renderings:
        assert sorted(rendering.texts) == sorted(targets(rendering.answers))


def test_the_same_answers_give_the_same_bytes_anywhere(service, template, tmp_path):
    here = {"HOME": str(tmp_path), "TZ": "Pacific/Kiritimati", "LANG": "C", "USER": "someone"}
    run(
        *("copier", "copy", "--trust", "--defaults", "--quiet", "--vcs-ref", TAG),
        *(template, tmp_path / "my-service"),
        cwd=tmp_path,
        PYTHONHASHSEED="7",
        **here,
    )
    assert files(tmp_path / "my-service") == files(service)


def test_a_service_is_rendered_within_five_seconds(render):
    seconds = []
    for _ in range(2):
        start = busy_seconds()
        render({})
        seconds.append(busy_seconds() - start)
    assert min(seconds) < 5


def busy_seconds() -> float:
    """Return the CPU time, including git's, because it depends little on other processes."""
    return sum(os.times()[:4])


def test_the_readme_lists_the_questions():
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    assert re.findall(r"\w+", " ".join(cells)) == VISIBLE


def test_the_readme_names_all_that_stands_at_the_top():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tracked = run("git", "ls-files", cwd=ROOT).splitlines()
    top = {f"{path.partition('/')[0]}{'/' * ('/' in path)}" for path in tracked}
    unnamed = {name for name in top if f"`{name}`" not in readme and f"({name})" not in readme}
    assert unnamed <= {"README.md", ".gitignore", ".gitattributes"}
    assert len(readme.splitlines()) <= 80
