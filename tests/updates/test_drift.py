"""`tools.drift` shows which version each service is on, and how it differs from that version."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.helpers.projects import shell
from tests.helpers.rendering import NEXT_TAG, ROOT, TAG, attempt, run
from tests.helpers.versions import RELEASES


pytestmark = pytest.mark.full


*LATER, OLDEST = RELEASES
DOCUMENT = (ROOT / "docs/fleet.md").read_text()


@pytest.fixture(scope="module")
def old(history, render, tmp_path_factory):
    """A service of the oldest release with edited, deleted and added files."""
    folder = tmp_path_factory.mktemp("old") / "billing"
    service = render({"ci": "none"}, history, OLDEST).rename(folder)
    makefile = service / "Makefile"
    text = makefile.read_text().replace("uv sync\n", "uv sync --quiet\n", 1)
    makefile.write_text(f"{text}\n.PHONY: greet\ngreet:\n\t@echo hello\n")
    (service / "tests/unit/test_logs.py").unlink()
    (service / "README.md").write_text("# Billing\n")
    (service / "src/app/billing.py").write_text("")
    return service


@pytest.fixture(scope="module")
def untouched(history, render, tmp_path_factory):
    """A service of the newest version without edits."""
    folder = tmp_path_factory.mktemp("untouched") / "orders"
    return render({"framework": "django"}, history, NEXT_TAG).rename(folder)


def drift(history: Path, *arguments: str | Path) -> str:
    """Run `tools.drift` in the template's clone."""
    return run(sys.executable, "-m", "tools.drift", *arguments, cwd=history)


def test_a_line_tells_the_version_and_how_much_differs(history, old, untouched):
    heading, *lines = drift(history, old, untouched).splitlines()

    assert heading.split() == ["service", "version", "behind", "edited", "deleted", "lines"]
    # The versions in between, the working tree, and the version after it.
    behind = str(len(LATER) + 2)
    assert [line.split() for line in lines] == [
        ["billing", OLDEST, behind, "1", "1", "+5", "-1"],
        ["orders", NEXT_TAG, "0", "0", "0", "+0", "-0"],
    ]


def test_the_documented_command_tells_the_same(history, untouched):
    (command,) = re.findall(r"^    (uv run .*tools\.drift) \S+$", DOCUMENT, re.MULTILINE)

    assert shell(f"{command} {untouched}", history) == drift(history, untouched)


def test_a_program_reads_which_files_differ(history, old):
    (line,) = drift(history, "--json", old).splitlines()
    told = json.loads(line)

    assert told["edited"] == ["Makefile"]
    assert told["deleted"] == ["tests/unit/test_logs.py"]


def test_nothing_is_written_to_a_checkout(history, untouched):
    before = {path: path.stat().st_mtime_ns for path in untouched.rglob("*")}
    drift(history, untouched)

    assert {path: path.stat().st_mtime_ns for path in untouched.rglob("*")} == before


ANSWERS = {
    "there is no .copier-answers.yml": None,
    "its .copier-answers.yml is not YAML": "a: [",
    "its .copier-answers.yml names no _commit": "framework: flask\n",
    "no version v0.0.1 is known here": "_commit: v0.0.1\n",
    "its answers are refused": f"_commit: {TAG}\nframework: flask\nexample: true\ndatabase: none\n",
}


@pytest.mark.parametrize("sentence", ANSWERS)
def test_what_cannot_be_compared_is_told_after_the_rest(history, untouched, tmp_path, sentence):
    answers = ANSWERS[sentence]
    if answers is not None:
        (tmp_path / ".copier-answers.yml").write_text(answers)
    done = attempt(sys.executable, "-m", "tools.drift", str(tmp_path), str(untouched), cwd=history)

    assert done.returncode == 1
    assert "orders" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{tmp_path}: {sentence}")
