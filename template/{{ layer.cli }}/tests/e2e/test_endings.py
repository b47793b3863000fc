"""However the program ends, stderr has at most one line, and the exit code is documented."""

import signal
import subprocess
from pathlib import Path

import pytest


FULL = Path("/dev/full")
# Modules that are imported early and late, before a command runs.
LOADED = (".interrupts", ".main", "pydantic", "dotenv.main")

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def variables(request) -> dict[str, str]:
    """Environment variables that disable or keep Python's output buffer."""
    return {"PYTHONUNBUFFERED": request.param}


@pytest.mark.parametrize("argument", ["--help", "--version", "settings"])
def test_nobody_who_reads_is_no_error(start, variables, argument):
    with start(argument, env=variables, **QUIET | {"stdout": subprocess.PIPE}) as process:
        process.stdout.close()
        err = process.stderr.read()

    assert process.returncode == 141
    assert err == b""


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("argument", ["--help", "--version", "man", "settings"])
def test_a_full_device_is_told_in_one_line(start, variables, argument):
    with (
        FULL.open("wb") as full,
        start(argument, env=variables, stdout=full, stderr=subprocess.PIPE) as process,
    ):
        err = process.stderr.read()

    assert process.returncode == 1
    assert err == b"Error: stdout: No space left on device\n"


@pytest.mark.parametrize(
    ("line", "code"), [("--help >&-", 0), ("settings >&-", 0), ("settings 2>&-", 0), ("? 2>&-", 2)]
)
def test_a_closed_stream_is_no_error(finish, line, code):
    finished = finish("-c", f'exec "$0" {line}', executable="/bin/sh")

    assert (finished.returncode, finished.stderr) == (code, b"")


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("line", ["settings --colour", "settings --format xml", "setings"])
def test_the_code_is_the_same_where_nothing_can_be_told(finish, variables, line):
    finished = finish("-c", f'exec "$0" {line} 2>/dev/full', executable="/bin/sh", env=variables)

    assert (finished.returncode, finished.stdout) == (2, b"")


@pytest.mark.parametrize("module", LOADED)
def test_ctrl_c_is_heard_while_it_loads(start, module):
    reports = {"PYTHONPROFILEIMPORTTIME": "1"}
    with start("settings", env=reports, **QUIET) as process:
        for line in process.stderr:
            if line.split()[-1].endswith(module.encode()):
                process.send_signal(signal.SIGINT)
                break
        said = [line for line in process.stderr if not line.startswith(b"import time:")]

    assert process.returncode == 130
    assert said in ([], [b"Interrupted.\n"])


def test_ctrl_c_comes_too_late_while_the_interpreter_ends(start):
    reports = {"PYTHONVERBOSE": "1"}
    with start("--version", env=reports, **QUIET) as process:
        for line in process.stderr:
            if line.startswith(b"# clear"):
                process.send_signal(signal.SIGINT)
                break
        said = process.stderr.read()

    assert process.returncode == 0
    assert b"Traceback" not in said
    assert b"ignored" not in said
