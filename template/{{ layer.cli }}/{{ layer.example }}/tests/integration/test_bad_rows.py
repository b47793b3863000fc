"""What no item can have is refused, by line."""

import pytest


@pytest.mark.parametrize(
    "row", [b"Lamp\xff,1", b"Lamp\0,1", b"Lamp,1e9999999999", b"Lamp,1" + b"0" * 5000]
)
def test_what_no_field_can_hold_is_a_bad_row(run, names, row):
    result = run("items", "import", "-", "-f", "csv", stdin=b"name,price\n" + row + b"\n")

    assert result.code == 2
    assert result.err.startswith("line 2: ")
    assert names() == []


@pytest.mark.parametrize(
    "line", ['{"name": "L\\ud800", "price": 1}', '{"name": 7, "price": 1}', '{"price": true}']
)
def test_what_no_field_can_hold_is_a_bad_line(run, names, line):
    result = run("items", "import", "-", "-f", "json", stdin=line.encode())

    assert result.code == 2
    assert result.err.startswith("line 1: ")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_nobody_reads_is_refused(run, names, form):
    rows = {"csv": b"name,price,colour\nLamp,1,red\n", "json": b'{"name": "L", "colour": "red"}'}

    result = run("items", "import", "-", "-f", form, stdin=rows[form])

    assert result.code == 2
    assert "line 1: " in result.err
    assert "colour" in result.err
