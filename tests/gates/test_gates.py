"""Fresh services pass their own gates, and each gate bites."""

import re
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.helpers.projects import SERVICES, Projects, check, make


@pytest.fixture(scope="module")
def outcomes(projects: Projects) -> dict[str, Future[str]]:
    """What each service's gates print, two services at a time."""
    with ThreadPoolExecutor(2) as pool:
        return {name: pool.submit(check, projects, name) for name in SERVICES}


@pytest.mark.parametrize("name", SERVICES)
def test_a_fresh_service_passes_its_own_gates(outcomes, name, record_property):
    output = outcomes[name].result()
    coverage = float(re.findall(r"Total coverage: ([\d.]+)%", output)[0])
    print(f"{name}: coverage {coverage} %")  # noqa: T201 - a figure for whoever reads the log

    assert coverage >= 95
    assert not re.search(r"\d+ (skipped|xfailed|warnings?)", output)


# File, what stands in it, what is put there instead, the gate, and what it says.
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


@pytest.mark.parametrize("fault", FAULTS)
def test_each_gate_bites(projects, fault):
    path, right, wrong, gate, complaint = FAULTS[fault]
    project = projects.installed("postgresql")
    file = project / "src/app" / path
    before = file.read_text()
    assert right in before
    file.write_text(before.replace(right, wrong, 1))
    try:
        with pytest.raises(AssertionError, match=complaint):
            make(gate, cwd=project)
    finally:
        file.write_text(before)
