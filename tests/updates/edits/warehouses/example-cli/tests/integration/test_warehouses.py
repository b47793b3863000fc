"""Warehouses on the command line."""


def test_warehouses_are_listed_by_name(run, database):
    for name in ("South", "North"):
        assert run("warehouses", "add", name).code == 0

    listed = run("warehouses", "list", "-f", "json").records
    assert [each["name"] for each in listed] == ["North", "South"]


def test_a_name_is_taken_once(run, database):
    assert [run("warehouses", "add", "East").code for _ in range(2)] == [0, 4]
