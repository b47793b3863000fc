"""Make variables reach programs unchanged; no shell interprets their values."""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.questions import offered
from tests.helpers.rendering import attempt


# A fake uv that records its arguments and variables.
RECORDER = """#!/usr/bin/env python3
import json, os, sys
with open(os.environ["RECORD"], "a") as record:
    json.dump([sys.argv[1:], dict(os.environ)], record)
    record.write("\\n")
"""
HOSTILE = [
    "$(touch made) $$(touch made)",
    "$(shell touch made) ${shell touch made}",
    "`touch made`",
    "; touch made & touch made | tee made",
    "\"; touch made; \" '; touch made; '",
    "x\ntouch made\n",
    "--message=$HOME # $@ $< % \\",
]
ALL = "\n".join(HOSTILE)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory) -> Path:
    """A folder with a fake uv that records how it is called."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "uv").write_text(RECORDER)
    (folder / "uv").chmod(stat.S_IRWXU)
    return Path(folder)


@pytest.fixture(scope="module", params=offered("framework"))
def service(request, render) -> Path:
    """A service of each framework."""
    return Path(render({"framework": request.param, "capabilities": ["profiling"]}))


def ran(service: Path, recorder: Path, *command: str, **environment: str) -> list[Any]:
    """Run Make, and return the arguments and variables of each program that it ran."""
    record = recorder / "record"
    record.unlink(missing_ok=True)
    path = os.pathsep.join([str(recorder), os.environ["PATH"]])
    attempt("make", *command, cwd=service, **environment, PATH=path, RECORD=str(record))
    made = [*service.glob("*made*")]
    for file in made:
        file.unlink()
    assert not made
    return [json.loads(line) for line in record.read_text().splitlines()]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_migrations_message(service, recorder, text):
    programs = ran(service, recorder, "migration", f"message={text}")
    if (service / "manage.py").exists():
        (name,) = [each for arguments, _ in programs for each in arguments if "--name=" in each]
        assert re.fullmatch(r"--name=[a-z0-9_]*", name)
    else:
        assert f"--message={text}" in [each for arguments, _ in programs for each in arguments]
    assert {variables["message"] for _, variables in programs} == {text}


def test_a_migration_takes_a_message(service, recorder):
    done = attempt("make", "migration", "message=", cwd=service)
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: make migration message=")


def test_an_address(service, recorder):
    if "\nadmin:" in (service / "Makefile").read_text():
        assert ran(service, recorder, "admin", f"email={ALL}")[-1][0][-1] == ALL


def test_a_capability(service, recorder):
    assert ran(service, recorder, "add", f"capability={ALL}")[-1][0][-1] == ALL
    programs = ran(service, recorder, "drop", f"capability={ALL}", f"force={ALL}")
    assert programs[-1][0][-2:] == [ALL, "--force"]
    programs = ran(service, recorder, "drop", f"capability={ALL}")
    assert programs[-1][0][-1] == ALL


def test_numbers_of_examples(service, recorder):
    if "\nseed:" in (service / "Makefile").read_text():
        given = ran(service, recorder, "seed", f"users={ALL}", f"items={ALL}")
        assert given[-1][0][-2:] == [f"--users={ALL}", f"--items={ALL}"]
        assert ran(service, recorder, "seed")[-1][0][-2:] == ["--users=50", "--items=10000"]


def test_a_port(service, recorder):
    if "PORT" in (service / "Makefile").read_text():
        assert ran(service, recorder, "run", f"PORT={ALL}")[-1][0][-1] == ALL
        assert ran(service, recorder, "run", PORT=ALL)[-1][0][-1] == ALL
        (service / ".env").write_text("PORT=1\n export port = 9001; $(touch made) `touch made`\n")
        assert ran(service, recorder, "run")[-1][0][-1] == "9001"
        (service / ".env").unlink()


def test_what_is_profiled(service, recorder):
    told = ran(service, recorder, "profile-process", f"pid={ALL}", f"seconds={ALL}")
    assert told[-1][0][-3:] == [f"--pid={ALL}", f"--seconds={ALL}", "process"]
    is_web = "--path" in (service / "Makefile").read_text()
    load = (f"path={ALL}", f"token={ALL}") if is_web else ()
    told = ran(service, recorder, "profile-line", f"function={ALL}", *load)
    assert told[-1][0][-2:] == [f"--function={ALL}", "line"]
    if is_web:
        assert told[-1][0][-5:-3] == [f"--path={ALL}", f"--token={ALL}"]
        assert ran(service, recorder, "profile")[-1][0][-4] == "--path=/health/ready"


@pytest.mark.parametrize("target", ["test", "migrate"])
def test_a_variable_of_the_environment(service, recorder, target):
    given = dict.fromkeys(("TEST_DATABASE_URL", "DATABASE_URL", "SECRET_KEY"), ALL)
    for _, variables in ran(service, recorder, target, **given):
        assert variables.items() >= given.items()


def test_every_variable_that_a_target_takes_is_known_here(service):
    text = (service / "Makefile").read_text()
    found = {*re.findall(r"(?<!\$)\$[({](?:if \$[({]|value )?([A-Za-z_]+)", text)}
    passed = {
        *("message", "email", "users", "items"),
        *("capability", "force", "TEST_DATABASE_URL", "PORT"),
        *("path", "token", "seconds", "function", "pid"),
    }
    # The value consists of shell words, as if typed after the command.
    words = {"arguments"}
    own = {
        *("MAKEFILE_LIST", "RUN", "WITH_DATABASE", "WORKERS", "BUILD_CONTEXT", "GIVEN_PORT"),
        *("PROFILE", "LOAD"),
    }
    functions = {"value", "if", "or", "shell", "wildcard"}
    assert found <= passed | words | own | functions | {"UVICORN_PORT"}
