"""A table with more lines than the terminal is shown in a pager."""

import os
import pty
import signal

import pytest

from tests.terminal import shown_on


@pytest.fixture
def watch(start):
    """Run the program in a terminal of three lines, and return the output."""

    def watch(*arguments: str, until: bytes = b"", **variables: str) -> tuple[int, bytes]:
        terminal, other_end = pty.openpty()
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), other_end)
        size = {"TERM": "xterm", "LINES": "3", "COLUMNS": "40"}
        with start(*arguments, env=size | variables, **streams) as process:
            os.close(other_end)
            shown = b""
            for part in shown_on(terminal):
                shown += part
                if until and until in shown:
                    process.send_signal(signal.SIGINT)
                    os.write(terminal, b"q\n")
                    until = b""
        return process.returncode, shown

    return watch


def test_the_pager_is_that_of_the_variable(watch):
    code, shown = watch("settings", PAGER="sed s/^/paged:/")

    assert code == 0
    assert b"paged:name" in shown
    assert b"\x1b" not in shown


def test_a_table_that_fits_needs_none(watch):
    _, shown = watch("settings", PAGER="sed s/^/paged:/", LINES="100")

    assert b"log_level" in shown
    assert b"paged:" not in shown


def test_what_is_wider_than_the_terminal_is_wrapped(watch, tmp_path):
    name = "ö" * 90
    (tmp_path / name).touch()

    _, shown = watch("settings", "--config", name, LINES="100")

    assert shown.decode().count("ö") == 90
    assert name not in shown.decode()


def test_ctrl_c_is_left_to_the_pager(watch):
    code, _ = watch("settings", until=b"waits", PAGER="echo waits; cat > /dev/null; read line <&2")

    assert code == 0


def test_colours_can_be_refused(watch):
    _, coloured = watch("settings", LINES="100")
    _, plain = watch("settings", "--no-color", LINES="100")

    assert b"\x1b[1m" in coloured
    assert b"\x1b[3" not in plain


@pytest.mark.parametrize("pager", ["no-such-pager --quietly", "false", "", "cat >&2; false"])
def test_a_pager_that_shows_nothing_hides_nothing(watch, pager):
    code, shown = watch("settings", PAGER=pager)

    assert code == 0
    assert b"log_level" in shown


def test_a_pager_that_is_left_before_the_end_is_no_error(watch):
    code, shown = watch("settings", PAGER="head -n 1")

    assert code == 0
    assert shown.splitlines()[0].split() == [b"name", b"value", b"source"]
    assert len(shown.splitlines()) == 1
