"""All items are exported, or those that match a filter."""

import pytest


@pytest.fixture
def _items(run, database):
    """Two items, of which one is published."""
    rows = b"name,price,status\nLamp,1,published\nChair,2,draft\n"
    assert run("items", "import", "-", "-f", "csv", stdin=rows).code == 0


@pytest.mark.usefixtures("_items")
def test_csv_is_what_one_gets(run):
    header, *rows = run("items", "export").out.splitlines()

    assert header == "id,name,description,status,price,version,created_at,updated_at"
    assert [row.split(",")[1] for row in rows] == ["Lamp", "Chair"]


@pytest.mark.usefixtures("_items")
def test_only_what_matches_is_exported(run):
    published = run("items", "export", "--status", "published", "-f", "json").records
    found = run("items", "export", "--search", "chair", "-f", "json").records

    assert [item["name"] for item in published] == ["Lamp"]
    assert [item["name"] for item in found] == ["Chair"]


@pytest.mark.usefixtures("_items")
def test_a_file_is_written(run, tmp_path):
    result = run("items", "export", "--output", "items.csv")

    assert (result.code, result.out, result.err) == (0, "", "")
    assert len((tmp_path / "items.csv").read_text().splitlines()) == 3


def test_no_items_are_a_header(run, database):
    assert run("items", "export").out.startswith("id,name")
    assert run("items", "export", "-f", "json").out == "[]\n"
    assert run("items", "export", "-f", "jsonl").out == ""
