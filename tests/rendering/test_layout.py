"""Each path of the template belongs to one layer, and each rendered path to one owner."""

import re
from collections import Counter

import pathspec

from tests.helpers.layout import ANSWERS_FILE, SOURCES, managed, started, started_patterns
from tests.helpers.questions import combinations_of_layers, layers


def test_no_combination_takes_a_path_from_two_layers():
    clashes = {
        (path, str(chosen))
        for chosen in combinations_of_layers()
        for path, count in Counter(
            source.target.lower() for source in SOURCES if source.renders_in(chosen)
        ).items()
        if count > 1
    }
    assert not clashes


def test_every_layer_has_files_and_every_folder_is_a_layer():
    used = {layer for source in SOURCES for layer in source.layers}
    assert used == set(layers({}))


def test_only_what_is_substituted_is_named_jinja():
    tag = re.compile(r"(?<!\$)\{\{ |\{%")
    assert not [
        str(source.path)
        for source in SOURCES
        if bool(tag.search(source.text)) != (source.path.suffix == ".jinja")
    ]


def test_every_path_suits_every_file_system():
    allowed = re.compile(r"(?:[\w.-]|\{\{ [\w.]+ \}\}|/)+")
    longest = max(len(str(source.path)) for source in SOURCES)
    assert not [str(each.path) for each in SOURCES if not allowed.fullmatch(each.path.as_posix())]
    assert not [str(each.path) for each in SOURCES if re.search(r"\.(/|$)", each.path.as_posix())]
    assert longest < 160


def test_every_started_path_is_rendered_somewhere():
    everything = {source.target_in({}) for source in SOURCES}
    patterns = started_patterns()
    assert patterns
    assert not [each for each in patterns if not matched(each, everything)]
    assert len(set(patterns)) == len(patterns)


def test_the_answers_are_never_started():
    assert not [each for each in started_patterns() if matched(each, {ANSWERS_FILE})]


def matched(pattern: str, paths: set[str]) -> list[str]:
    return list(pathspec.GitIgnoreSpec.from_lines([pattern]).match_files(paths))


def test_the_readme_is_short_and_agrees_on_what_belongs_to_the_team(renderings):
    for service in renderings:
        text = service.texts["README.md"]
        section = re.search(r"^- Yours.*?^(?=- Made by)", text, re.MULTILINE | re.DOTALL)
        assert section
        package = service.answers["package_name"]
        theirs = started(service.path, package)
        ours = managed(service.path, package)
        named, kept = names_in(section[0].replace(f"`src/{package}/`", ""))
        assert len(text.splitlines()) <= 60
        assert not [
            path
            for path in theirs - {"README.md"}
            if "tests/" not in path and not below(path, named)
        ]
        # The templates of `startapp` have the names of the files that it creates.
        ours = {path for path in ours if not path.startswith("dev/startapp/")}
        assert not [path for path in ours if below(path, named) and not below(path, kept)]


def names_in(section: str) -> tuple[list[str], list[str]]:
    """Return the paths that the section names, and the exceptions after `except` or `but for`."""
    kept = re.findall(
        r"`([^`\n]+)`", "".join(re.findall(r"(?:except|but for) (?:`\S+`(?: and )?)+", section))
    )
    return [name for name in re.findall(r"`([^`\n]+)`", section) if name not in kept], kept


def below(path: str, names: list[str]) -> bool:
    return any(f"/{name}" in f"/{path}" for name in names)
