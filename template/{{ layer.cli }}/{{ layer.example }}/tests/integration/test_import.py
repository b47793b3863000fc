"""A file is imported completely or not at all, unless bad rows are skipped."""

from datetime import UTC, datetime

import pytest


HEADER = "name,price,description,status\n"


def test_csv_is_imported(run, names, tmp_path):
    (tmp_path / "items.csv").write_text(f"{HEADER}Lamp,39.9,Bright,published\nChair,5,,\n")

    result = run("items", "import", "items.csv")
    lamp, chair = run("items", "list", "-f", "json").records

    assert (result.code, result.out) == (0, "")
    assert result.err == "Items imported: 2; bad rows left out: 0.\n"
    assert (lamp["price"], lamp["description"], lamp["status"]) == ("39.90", "Bright", "published")
    assert (chair["price"], chair["description"], chair["status"]) == ("5.00", None, "draft")


def test_imported_items_are_as_old_as_their_import(run, names):
    start = datetime.now(UTC).replace(microsecond=0)
    run("items", "import", "-", "-f", "csv", stdin=b"name,price\nLamp,1\nChair,2\n")

    for item in run("items", "list", "-f", "json").records:
        assert start <= datetime.fromisoformat(item["created_at"]) <= datetime.now(UTC)
        assert (item["version"], item["updated_at"]) == (1, item["created_at"])


def test_json_lines_are_imported(run, names, tmp_path):
    (tmp_path / "items.jsonl").write_text(
        '{"name": "Lamp", "price": 39.9}\n{"name": "Chair", "price": "5", "description": null}\n'
    )

    assert run("items", "import", "items.jsonl").code == 0
    assert names() == ["Lamp", "Chair"]


def test_an_array_of_json_is_imported(run, names, tmp_path):
    (tmp_path / "items.json").write_text(
        '[{"name": "Lamp", "price": 39.9}, {"name": "Chair", "price": "5"}]'
    )

    assert run("items", "import", "items.json").code == 0
    assert names() == ["Lamp", "Chair"]


@pytest.mark.parametrize(
    ("form", "text"), [("csv", b"name,price\n"), ("json", b"[]"), ("jsonl", b""), ("jsonl", b"\n")]
)
def test_a_file_of_no_items_adds_none(run, names, form, text):
    result = run("items", "import", "-", "-f", form, stdin=text)

    assert (result.code, result.err) == (0, "Items imported: 0; bad rows left out: 0.\n")


def test_a_mark_of_byte_order_and_other_ends_of_lines_do_not_matter(run, names, tmp_path):
    (tmp_path / "items.CSV").write_bytes(b"\xef\xbb\xbfname,price\r\nLamp,1\r\n")

    assert run("items", "import", "items.CSV").code == 0
    assert names() == ["Lamp"]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_what_was_exported_can_be_imported(run, names, form):
    run("items", "add", 'The "lamp", ü', "--price", "1", "--description", "two\nlines")
    exported = run("items", "export", "--format", form)

    result = run("items", "import", "-", "-f", form, stdin=exported.out.encode())
    first, second = run("items", "list", "-f", "json").records

    assert result.code == 0
    assert first["id"] != second["id"]
    assert first["name"] == second["name"]
    assert first["description"] == second["description"]


BAD = f"""{HEADER}Lamp,1,,
,1,,
Chair,-1,,sold
Desk,1
Sofa,2,,
"""


def test_nothing_is_imported_where_a_row_is_bad(run, names):
    result = run("items", "import", "-", "-f", "csv", stdin=BAD.encode())

    assert (result.code, result.out) == (2, "")
    lines = result.err.splitlines()
    assert lines[0].startswith("line 3: name: ")
    assert lines[1].startswith("line 4: status: ")
    assert ". price: " in lines[1]
    assert lines[2] == "line 5: has 2 cells; the header has 4"
    assert lines[3] == "Error: Nothing was imported; bad rows: 3."
    assert names() == []


def test_bad_rows_are_left_out_on_request(run, names):
    result = run("items", "import", "-", "-f", "csv", "--skip-invalid", stdin=BAD.encode())

    assert result.code == 0
    assert len(result.err.splitlines()) == 4
    assert result.err.endswith("Items imported: 2; bad rows left out: 3.\n")
    assert names() == ["Lamp", "Sofa"]


def test_a_quiet_import_tells_of_bad_rows_alone(run, names):
    result = run("-q", "items", "import", "-", "-f", "csv", "--skip-invalid", stdin=BAD.encode())

    assert len(result.err.splitlines()) == 3


def test_a_dry_run_adds_nothing(run, names):
    result = run("items", "import", "-", "-f", "csv", "--dry-run", stdin=b"name,price\nLamp,1\n")

    assert (result.code, names()) == (0, [])
    assert result.err.startswith("Items that would be imported: 1;")


def test_many_batches_keep_their_order(run, names):
    rows = [f"Item {number}" for number in range(2500)]
    lines = "".join(f"{name},{number}.5\n" for number, name in enumerate(rows))

    result = run("items", "import", "-", "-f", "csv", stdin=f"name,price\n{lines}".encode())

    assert result.err == "Items imported: 2500; bad rows left out: 0.\n"
    assert names() == rows


def test_a_format_that_the_name_does_not_tell_is_asked_for(run, names):
    result = run("items", "import", "-")

    assert result.code == 2
    assert "its name tells no format; say --format" in result.err


@pytest.mark.parametrize("file", ["nowhere.csv", "folder.csv"])
def test_a_file_that_cannot_be_read_is_named(run, names, tmp_path, file):
    (tmp_path / "folder.csv").mkdir()

    result = run("items", "import", file)

    assert result.code == 2
    assert result.err.startswith(f"Error: {file}: ")
    assert len(result.err.splitlines()) == 1
