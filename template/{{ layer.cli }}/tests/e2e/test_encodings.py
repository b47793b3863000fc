"""Input and output are UTF-8, whatever the encoding of the platform."""

import pytest


OTHERS = [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii:strict"}]


@pytest.mark.parametrize("variables", OTHERS)
def test_stdout_is_utf_8(finish, tmp_path, variables):
    (tmp_path / "Größe.toml").touch()

    finished = finish("settings", "--config", "Größe.toml", "-f", "csv", env=variables)

    assert finished.stdout.startswith("name,value,source\r\nconfig,Größe.toml,option\r\n".encode())


@pytest.mark.parametrize("variables", OTHERS)
def test_a_message_shows_what_the_encoding_lacks(finish, variables):
    finished = finish("settings", "--config", "長.toml", env=variables)

    assert finished.returncode == 2
    assert b"Traceback" not in finished.stderr


def test_an_argument_that_is_not_utf_8_is_refused(finish):
    finished = finish("settings", "--config", "caf\udce9.toml")

    assert finished.returncode == 2
    assert finished.stderr == b"Error: The argument 'caf\\udce9.toml' is not UTF-8.\n"


def test_what_was_typed_is_shown_escaped(finish):
    finished = finish("--colour\x1b[2J")

    assert finished.returncode == 2
    assert b"\\x1b[2J" in finished.stderr
    assert b"\x1b" not in finished.stderr
