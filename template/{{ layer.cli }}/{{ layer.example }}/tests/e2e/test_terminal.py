"""Progress bars, colours and questions appear only in terminals."""

import os
import pty
import subprocess

import pytest

from tests.terminal import shown_on


@pytest.fixture
def watch(start):
    """Run the program with stderr in a terminal, and return the exit code and the output there."""

    def watch(*arguments: str, **options) -> tuple[int, bytes]:
        terminal, other_end = pty.openpty()
        with start(*arguments, stderr=other_end, stdin=subprocess.DEVNULL, **options) as process:
            os.close(other_end)
            shown = b"".join(shown_on(terminal))
        return process.returncode, shown

    return watch


@pytest.fixture
def file(tmp_path) -> str:
    """A file with an item."""
    (tmp_path / "items.csv").write_text("name,price\nLamp,1\n")
    return "items.csv"


def test_a_terminal_shows_a_bar_in_colours(watch, database, file):
    code, shown = watch("items", "import", file, env={"TERM": "xterm-256color"})

    assert code == 0
    assert b"Importing" in shown
    assert b"\x1b[38" in shown or b"\x1b[35" in shown
    assert shown.endswith(b"Items imported: 1; bad rows left out: 0.\r\n")


def test_colours_are_left_out_on_request(watch, database, file):
    _, shown = watch("items", "import", file, env={"TERM": "xterm-256color", "NO_COLOR": "1"})

    assert b"Importing" in shown
    assert b"\x1b[38" not in shown
    assert b"\x1b[35" not in shown


def test_a_quiet_program_shows_no_bar(watch, database, file):
    assert watch("--quiet", "items", "import", file) == (0, b"")


def test_a_file_shows_neither_bar_nor_colours(finish, database, file):
    finished = finish("items", "import", file, env={"TERM": "xterm-256color"})

    assert finished.stderr == b"Items imported: 1; bad rows left out: 0.\n"


def test_a_bar_shows_the_way_of_an_export(watch, run, database, file):
    run("items", "import", file)

    code, shown = watch("items", "export", "--output", "items.json")

    assert code == 0
    assert b"Exporting" in shown
