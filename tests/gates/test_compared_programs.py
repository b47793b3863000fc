"""The programs of the benchmark have the same responses as the service they are compared with."""

from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.bench.load import Operation, database, serving
from tests.bench.programs import PACKAGES, PROGRAMS
from tests.bench.run import environment, operations
from tests.helpers.projects import make
from tests.helpers.rendering import run


pytestmark = pytest.mark.full


def kinds(body: Any) -> Any:
    """Return the names of a body's members, of all levels, without the values."""
    if isinstance(body, dict):
        return {name: kinds(value) for name, value in body.items()}
    if isinstance(body, list):
        return [kinds(value) for value in body]
    return None


def answered(base_url: str, operation: Operation) -> tuple[int, Any]:
    """Return the status of an operation's response and the names in its body."""
    response = httpx.request(
        operation.method,
        base_url + operation.path,
        content=operation.body,
        headers={
            "Authorization": f"Bearer {operation.token}",
            "Content-Type": "application/json",
        },
        trust_env=False,
    )
    return response.status_code, kinds(response.json())


@pytest.mark.parametrize("framework", PROGRAMS)
def test_compared_programs_do_the_same(render, framework):
    service = render({"framework": framework, "capabilities": []})
    make("install", cwd=service)
    for package in PACKAGES[framework]:
        run("uv", "pip", "install", "--quiet", "--python", ".venv", package, cwd=service)
    given = environment()
    with ExitStack() as stack:
        given["DATABASE_URL"] = stack.enter_context(database(service, given))
        found = []
        for program in PROGRAMS[framework].values():
            server = stack.enter_context(serving(program, service, given))
            found.append([answered(server.instance.base_url, each) for each in operations()])

    assert [status for status, _ in found[0]] == [200, 200, 200, 201]
    for other in found[1:]:
        assert other == found[0]
