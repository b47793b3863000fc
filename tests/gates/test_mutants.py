"""Mutation testing of a service copies the files that its tests read."""

import pytest

from tests.gates.test_migrations import copy_of
from tests.helpers.projects import typed


@pytest.mark.full
@pytest.mark.parametrize("service_name", ["django on sqlite", "typer on sqlite"])
def test_a_mutant_is_tried_with_the_files_that_tests_read(projects, service_name, tmp_path):
    path = copy_of(projects, service_name, tmp_path)
    settings = path / "pyproject.toml"
    section, only = "[tool.mutmut]\n", 'only_mutate = ["src/*/logs.py"]\n'
    settings.write_text(settings.read_text().replace(section, section + only))
    command = ("uv", "run", "--quiet", "--with", "mutmut", "mutmut")
    typed(*command, "run", "*.logs.x_redact__mutmut_1", cwd=path)

    assert "x_redact__mutmut_1: killed" in typed(*command, "results", "--all", "true", cwd=path)
