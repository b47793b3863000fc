"""The step of the image that collects static files sets each variable that it needs."""

import re
import shutil

import pytest

from tests.contract.conftest import SEVERAL
from tests.helpers.projects import shell


pytestmark = pytest.mark.full


def test_static_files_are_collected_without_the_tools_of_development(projects, tmp_path):
    # Of its capabilities, the cache has a required variable.
    project = projects.installed("django on postgresql", *SEVERAL)
    shutil.copy2(project / "manage.py", tmp_path)
    (step,) = re.findall(
        r"^RUN (.*collectstatic.*?)$",
        (project / "Dockerfile").read_text().replace("\\\n", ""),
        re.MULTILINE,
    )

    told = shell(step.replace(".venv", f"'{project}/.venv'"), cwd=tmp_path)

    assert re.search(r"[1-9]\d* static files copied", told)
    assert (tmp_path / "static/staticfiles.json").exists()
