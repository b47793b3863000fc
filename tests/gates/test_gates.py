"""Fresh services pass their own gates, and each gate finds the fault that it is for."""

import re

import pytest

from tests.helpers.projects import check, make
from tests.helpers.questions import QUESTIONNAIRE, answers_of, refusals
from tests.helpers.services import FRAMEWORKS, name_of_default, services


PLAIN = {each: {"framework": each} for each in QUESTIONNAIRE.choices("framework")}
DEFAULTS = [name_of_default(framework) for framework in FRAMEWORKS]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the gates of a small set of services, or with --all of every kind of service."""
    if "service_name" in metafunc.fixturenames:
        chosen = services(is_complete=metafunc.config.getoption("--all"))
        rest = [
            pytest.param(each, marks=pytest.mark.full) for each in chosen if each not in DEFAULTS
        ]
        metafunc.parametrize("service_name", [*DEFAULTS, *rest])


def test_a_fresh_service_passes_its_own_gates(projects, service_name, record_property):
    # Services of the full session run without a network, to show that their gates do not need one.
    output = check(projects, service_name, isolated=service_name not in DEFAULTS)
    coverage = float(re.findall(r"Total coverage: ([\d.]+)%", output)[0])
    record_property("coverage", coverage)

    assert coverage >= 95
    assert not re.search(r"\d+ (skipped|xfailed|warnings?)", output)


@pytest.mark.full
@pytest.mark.parametrize("framework", QUESTIONNAIRE.choices("framework"))
def test_the_services_are_few_and_each_capability_is_alone_and_with_all_others(framework):
    assert len(services()) <= 48
    rows = [row for row in services().values() if row["framework"] == framework]
    checked = [answers_of(row)["capabilities"] for row in rows]
    possible = [
        each
        for each in QUESTIONNAIRE.choices("capabilities")
        if not refusals({**PLAIN[framework], "capabilities": [each]})
    ]
    for ticked in [[], *([each] for each in possible), possible]:
        assert ticked in checked


# File, old text, new text, gate, and what the gate prints.
FAULTS = {
    "an unused import": ("exceptions.py", "from typing", "import os\nfrom typing", "lint", "F401"),
    "an import that runs the wrong way": (
        *("models/types.py", "Numeric\n", "Numeric\n\nimport app.services  # noqa: F401\n"),
        *("lint", "BROKEN"),
    ),
    "code that is not formatted": (
        *("exceptions.py", "code: ClassVar", "code : ClassVar", "format-check"),
        "would be reformatted",
    ),
    "a wrong type": ("exceptions.py", '"app_error"', "404", "typecheck", "Incompatible types"),
    "a wrong status": ("api/v1/items.py", "HTTPStatus.CREATED", "HTTPStatus.OK", "test", "FAILED"),
    "a dependency that is not locked": (
        *("../../pyproject.toml", '"structlog",', '"structlog", "orjson",', "lock-check"),
        "needs to be updated",
    ),
}


@pytest.mark.full
@pytest.mark.parametrize("fault", FAULTS)
def test_each_gate_bites(projects, fault):
    path, right, wrong, gate, complaint = FAULTS[fault]
    project = projects.installed("fastapi on postgresql")
    file = project / "src/app" / path
    before = file.read_text()
    assert right in before
    file.write_text(before.replace(right, wrong, 1))
    try:
        with pytest.raises(AssertionError, match=complaint):
            make(gate, cwd=project)
    finally:
        file.write_text(before)
