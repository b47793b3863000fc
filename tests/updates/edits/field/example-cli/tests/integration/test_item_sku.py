"""The stock-keeping unit of an item."""

from sqlalchemy import select

from app.models.item import Item


def test_an_import_takes_the_sku(run, database):
    result = run("items", "import", "-", "-f", "csv", stdin=b"name,price,sku\nLamp,3,L-1\n")

    assert result.code == 0, result.err
    with database.reading() as session:
        assert session.scalars(select(Item.sku)).all() == ["L-1"]
