"""A service depends on what its layers name in the catalogue, and on nothing else."""

import re
import tomllib
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from extensions import dependencies as subject
from tests.helpers.questions import combinations_of_choices, layers
from tests.helpers.rendering import ROOT


TEXT = (ROOT / "extensions/catalogue/pyproject.toml").read_text(encoding="utf-8")
GROUPS: dict[str, list[str]] = tomllib.loads(TEXT)["dependency-groups"]
WORDS = {"dev", "last"}
names = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z](\[[a-z]{1,5}\])?", fullmatch=True)
versions = st.from_regex(r">=[0-9]{1,3}(\.[0-9]{1,3}){0,2}", fullmatch=True)


def test_the_catalogue_is_read_as_a_toml_parser_reads_it():
    assert dict(subject.catalogue()) == GROUPS


@given(names, versions)
def test_a_requirement_is_known_by_its_name(name, version):
    assert subject.bare(name + version) == name


def test_every_group_belongs_to_layers():
    parts = set(chain.from_iterable(group.split("-") for group in GROUPS))
    assert parts - WORDS <= set(layers({}))


def test_every_group_is_in_some_service():
    used = set()
    for answers in combinations_of_choices():
        chosen = layers(answers)
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
    for answers in combinations_of_choices():
        found = subject.requirements_of(layers(answers))
        every = [subject.bare(each) for each in (*found["runtime"], *found["dev"])]
        assert len(every) == len(set(every))
        plain = {re.sub(r"\[.*\]", "", each) for each in every}
        floors = [*found["floors"], *(each for each in found["runtime"] if ">=" in each)]
        assert plain == {re.split(r"\[|>=", floor)[0] for floor in floors}
        assert len(plain) == len(floors)
        assert found["floors"] == sorted(found["floors"])


def test_a_program_has_its_floors_where_who_installs_it_gets_them():
    program = subject.requirements_of(layers({"framework": "cli"}))
    assert all(">=" in each for each in program["runtime"])
    service = subject.requirements_of(layers({}))
    assert not [each for each in service["runtime"] if ">=" in each]


def test_every_requirement_has_a_lower_bound_and_no_upper_one():
    bounds = re.compile(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?>=[0-9]+(\.[0-9]+)*")
    assert not [each for each in chain(*GROUPS.values()) if not bounds.fullmatch(each)]


def test_a_list_begins_and_ends_with_a_package_that_every_service_has():
    first_and_last = {
        (subject.bare(found["runtime"][-1]), found["dev"][0], found["dev"][-1])
        for found in map(subject.requirements_of, map(layers, combinations_of_choices()))
    }
    assert len(first_and_last) == 1


def test_a_list_is_not_sorted_so_that_uv_appends_to_it():
    for answers in combinations_of_choices():
        found = subject.requirements_of(layers(answers))
        assert found["runtime"] != sorted(found["runtime"])
        assert found["dev"] != sorted(found["dev"])
