"""Each answer is accepted or refused with one sentence, and each default is valid."""

import keyword
import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extensions import answers as subject
from extensions import record
from tests.helpers.questions import (
    CONFIG,
    HIDDEN,
    QUESTIONS,
    VISIBLE,
    complete,
    offered,
    refusals,
)
from tests.helpers.rendering import ROOT


HOSTILE = [
    *("", " ", "\t", "..", ".", "/", "\\", "CON", "nul", "COM1", "a b", "a--b", "a__b", "-a", "_a"),
    *("1a", "a-", "a_", "A", "é", "名前", "🚀", "a\n", "a\r\n", "\n", "x\x00", "x\x7f", "x\u2028y"),
    *("\ud800", "\u202e", "$(reboot)", "`id`", "{{ 7*7 }}", "{% raw %}", "'", '"', '"""', "a'b"),
    *("a: b", "[a]", "#", "&a", "*a", "!a", "a" * 500, "../../etc/passwd", ".copier-answers.yml"),
]
KEYWORDS = sorted({*keyword.kwlist, *keyword.softkwlist} - {"_"})
anything = st.text() | st.sampled_from(HOSTILE)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_no_slug_and_no_package(name):
    assert subject.problem_with_slug(name)
    assert subject.problem_with_package(name)


@pytest.mark.parametrize(
    "name",
    [
        *(name for name in KEYWORDS if name.islower()),
        *("json", "logging", "test", "tests", "dev", "alembic", "src", "con", "lpt9"),
        *("fastapi", "sqlalchemy", "pydantic_settings", "jwt", "dotenv", "yaml"),
        *("true", "null", "off"),
    ],
)
def test_no_package_takes_the_name_of_something_else(name):
    assert subject.problem_with_package(name)


@pytest.mark.parametrize("name", ["app", "zeta", "orders2", "a_b_c", "a" * 24])
def test_a_plain_name_is_a_package(name):
    assert subject.problem_with_package(name) == ""


@pytest.mark.parametrize("slug", ["fastapi", "pydantic-settings", "con", "null", "yes"])
def test_no_slug_takes_the_name_of_something_else(slug):
    assert subject.problem_with_slug(slug)


@given(anything)
@example("ß" * 100)
@example("a" * 49 + " b")
@example("fastapi")
@example("1 2 3")
def test_every_text_gives_a_good_slug(name):
    assert subject.problem_with_slug(subject.slug_of(name)) == ""


@given(st.from_regex(subject.PACKAGE, fullmatch=True) | anything)
def test_every_accepted_package_can_be_imported(name):
    if subject.problem_with_package(name) == "":
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert name not in sys.stdlib_module_names
        assert len(name) <= 24


@given(anything)
def test_every_accepted_line_is_one_line(text):
    if subject.problem_with_line(text, 60) == "":
        assert text.splitlines() == [text.strip()]
        assert len(text) <= 60
        text.encode()


@pytest.mark.parametrize(
    "text", ["", " ", "x ", " x", "x" * 61, "a\nb", "a\x00", "a\x7f", "a\u2028b", "a\ud800", "a\tb"]
)
def test_a_line_is_refused(text):
    assert subject.problem_with_line(text, 60)


@pytest.mark.parametrize(
    "text", ["é", "名前 🚀", "{{ 7*7 }}", 'O\'Brien & "co" \\', "null", "$(x)"]
)
def test_a_line_is_accepted(text):
    assert subject.problem_with_line(text, 60) == ""


@pytest.mark.parametrize("address", ["", "ada@example.com", "a.b+c@mail.example.co.uk"])
def test_an_address_is_accepted(address):
    assert subject.problem_with_email(address) == ""


@pytest.mark.parametrize("address", ["ada", "ada@", "@b.c", "a b@c.d", 'a"@b.c', "a@b", "a@b.c\n"])
def test_an_address_is_refused(address):
    assert subject.problem_with_email(address)


@pytest.mark.parametrize(
    "url",
    [
        *("", "https://example.com", "http://localhost:8080/a/b_c-d.git"),
        *("git@host:team/name", "git@host.example:a/b-c.git", "me@host:~/x.git"),
        *("ssh://git@host.example:2222/team/name.git", "ssh://host/name"),
    ],
)
def test_a_url_is_accepted(url):
    assert subject.problem_with_url(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        *("example.com", "ftp://a.b", "javascript:alert(1)", "https://a b", 'https://a"'),
        *("git@a", "git@a:", "git@a:/b", "git@a:b c", "git@a:b\n", "ssh://git@a", "ssh://a/b c"),
    ],
)
def test_a_url_is_refused(url):
    assert subject.problem_with_url(url)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.com/a/b.git", "https://example.com/a/b.git"),
        ("git@host.example:team/name.git", "https://host.example/team/name"),
        ("ssh://git@host.example:2222/team/name", "https://host.example/team/name"),
    ],
)
def test_an_address_for_git_has_one_for_browsers(url, address):
    assert subject.web_address(url) == address


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("order-desk", "Order Desk"),
        ("order_desk", "Order Desk"),
        ("OrderDesk", "OrderDesk"),
        ("api v2", "Api V2"),
        ("größe-2", "Größe 2"),
        *((folder, "My Service") for folder in ("my-service", "", ".", "..", "---")),
    ],
)
def test_a_name_is_derived_from_the_folder(folder, name):
    assert subject.name_of(folder) == name


@given(anything)
@example("a" * 59 + " b")
@example("ŉ" * 60)
def test_every_folder_gives_a_good_name(folder):
    assert subject.problem_with_line(subject.name_of(folder), 60) == ""


def test_a_slug_that_is_taken_gets_a_word_more():
    assert subject.slug_of("FastAPI") == "fastapi-service"


REASONS: dict[str, Callable[[str], str]] = {
    "project_name": lambda text: subject.problem_with_line(text, 60),
    "description": lambda text: subject.problem_with_line(text, 200),
    "author_name": lambda text: subject.problem_with_line(text, 100),
    "project_slug": subject.problem_with_slug,
    "package_name": subject.problem_with_package,
    "author_email": subject.problem_with_email,
    "repository_url": subject.problem_with_url,
    "cli_library": lambda text: subject.problem_with_library(text, "fastapi"),
    "database": lambda _: subject.problem_with_database("none", "django"),
    "example": lambda _: subject.problem_with_example(True, "none"),
    "preset": lambda _: subject.problem_with_preset("standard", "cli"),
    "capabilities": lambda text: subject.problem_with_capabilities(["auth", text], "cli"),
}


@pytest.mark.parametrize("question", REASONS)
def test_a_refusal_fits_into_a_line_of_a_terminal(question):
    reasons = {REASONS[question](text) for text in [*HOSTILE, "fastapi", "json", "a" * 50, "if"]}
    assert reasons - {""}
    for reason in reasons:
        # Copier prints the refusal with this prefix.
        assert len(f"Validation error for question '{question}': {reason}") <= 80


def test_each_question_with_a_rule_has_its_refusals_measured():
    with_rules = {name for name in VISIBLE if "validator" in QUESTIONS[name]}
    assert with_rules - {"framework"} == set(REASONS)


def test_every_default_is_accepted():
    assert refusals({}) == {}
    assert set(complete({})) == set(VISIBLE)


def test_every_preset_ticks_capabilities_that_exist():
    choices = set(offered("capabilities"))
    for preset in QUESTIONS["preset"]["choices"].values():
        assert set(complete({"preset": preset})["capabilities"]) <= choices


def test_the_example_domain_needs_a_database():
    assert "database" in refusals({"example": True, "database": "none"})["example"]


@pytest.mark.parametrize("name", VISIBLE)
def test_a_question_has_a_type_a_help_and_a_default(name):
    question = QUESTIONS[name]
    assert question["type"] in {"str", "bool"}
    assert question["help"].endswith(("?", ")")) or "," in question["help"] or "name" in name
    assert "default" in question


@pytest.mark.parametrize("name", HIDDEN)
def test_a_computed_value_has_a_validator(name):
    assert "computed; it cannot be set" in QUESTIONS[name]["validator"]


@pytest.mark.parametrize(
    ("question", "recorded", "answer", "is_refused"),
    [
        ("package_name", "package_name: app", "app", False),
        ("package_name", "package_name: app", "other", True),
        ("package_name", "package_name: 'on1'", "on1", False),
        ("example", "example: true", True, False),
        ("example", "example: true", False, True),
        ("example", "framework: fastapi", False, False),
    ],
)
def test_what_is_fixed_at_the_first_copy_stays(tmp_path, question, recorded, answer, is_refused):
    (tmp_path / "answers.yml").write_text(f"# Copier\n{recorded}\nzeta: 1\n")
    conf = {"dst_path": str(tmp_path), "answers_file": "answers.yml"}
    assert bool(record.problem_with_change(question, answer, conf)) is is_refused


def test_everything_may_be_chosen_where_there_is_no_project(tmp_path):
    conf = {"dst_path": str(tmp_path), "answers_file": "answers.yml"}
    assert record.problem_with_change("example", False, conf) == ""


def test_the_oldest_copier_is_the_same_wherever_one_is_named():
    paths = (
        *("pyproject.toml", ".github/workflows/ci.yml"),
        "template/{{ layer.base }}/dev/template.py",
    )
    texts = [(ROOT / path).read_text() for path in paths]
    named = [re.findall(r'copier(?:: ")?[>=]=([\d.]+)', text) for text in texts]
    assert all(named)
    assert {version for versions in named for version in versions} == {
        CONFIG["_min_copier_version"]
    }
