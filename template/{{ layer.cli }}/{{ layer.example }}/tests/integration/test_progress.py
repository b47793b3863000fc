"""Progress bars appear in terminals, and never among data."""

import pytest

from tests.terminal import Screen


@pytest.fixture(autouse=True)
def _items(run, database, tmp_path):
    """An item, and a file with another one."""
    (tmp_path / "items.csv").write_text("name,price\nLamp,1\n")
    assert run("items", "import", "items.csv").code == 0


@pytest.mark.parametrize(
    ("command", "task"),
    [(["import", "items.csv"], "Importing"), (["export", "-o", "items.json"], "Exporting")],
)
def test_the_way_of_an_import_or_export_is_shown(run, monkeypatch, command, task):
    for options, is_shown in (([], True), (["--quiet"], False)):
        monkeypatch.setattr("sys.stderr", screen := Screen())

        assert run("items", *command, *options).code == 0
        assert (task in screen.getvalue()) is is_shown


def test_no_bar_stands_among_the_data(run, monkeypatch):
    monkeypatch.setattr("sys.stderr", screen := Screen())
    monkeypatch.setattr("sys.stdout", data := Screen())

    assert run("items", "export").code == 0
    assert data.getvalue().startswith("id,name,")
    assert screen.getvalue() == ""
