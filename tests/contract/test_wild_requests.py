"""Requests generated from the OpenAPI document.

This module runs last because of its name: as an admin it changes and deletes any record.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.contract.client import Account
from tests.contract.service import Service
from tests.helpers.projects import is_proxy


CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def test_no_request_that_the_description_allows_is_answered_off_it(
    service: Service, admin: Account, tmp_path: Path
):
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{service.base_url}/openapi.json"]
    command += ["--checks", ",".join(CHECKS), "--phases", "coverage,fuzzing"]
    command += ["--max-examples", "8", "--seed", "1", "--suppress-health-check", "all"]
    command += ["--header", f"Authorization: Bearer {admin.token}", "--no-color"]
    command += ["--header", "If-Match: *"]

    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not is_proxy(name)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
