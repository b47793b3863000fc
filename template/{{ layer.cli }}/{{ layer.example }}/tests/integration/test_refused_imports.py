"""What cannot be imported as it was asked for changes nothing."""

import pytest


ROWS = b"name,price\nLamp,1\n,x\n"


def test_nothing_is_imported_where_the_bad_rows_cannot_be_written(run, names):
    result = run(
        *("items", "import", "-", "-f", "csv", "--skip-invalid", "--errors", "/dev/full"),
        stdin=ROWS,
    )

    assert result.code == 1
    assert result.err.splitlines()[-1] == "Error: /dev/full: No space left on device"
    assert names() == []


@pytest.mark.parametrize(
    ("form", "before"), [("csv", b"name,price\n"), ("jsonl", b'{"name": "L", "price": 1}\n')]
)
def test_a_line_that_would_fill_the_memory_is_refused(run, names, form, before):
    result = run("items", "import", "-", "-f", form, stdin=before + b" " * 2**20)

    assert result.code == 2
    assert result.err == "Error: line 2: is too long; 1,048,575 characters may be.\n"
    assert names() == []


def test_a_table_cannot_be_imported(run, tmp_path):
    (tmp_path / "items.csv").write_bytes(ROWS)

    result = run("--format", "table", "items", "import", "items.csv")

    assert result.code == 2
    assert "items.csv: table is no format of a file" in result.err


def test_the_file_that_is_imported_is_not_overwritten(run, names, tmp_path):
    (tmp_path / "items.csv").write_bytes(ROWS)

    result = run("items", "import", "items.csv", "--errors", "./items.csv")

    assert result.code == 2
    assert "--errors" in result.err
    assert (tmp_path / "items.csv").read_bytes() == ROWS
