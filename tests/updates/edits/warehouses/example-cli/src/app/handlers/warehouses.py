"""What the commands of `warehouses` do."""

from pathlib import Path

from app.handlers.opening import opened
from app.output import Output
from app.services.warehouse_service import WarehouseService
from app.terminal import Terminal


FIELDS = ("id", "name")


def add(terminal: Terminal, config: Path | None, output: Output, *, name: str) -> None:
    """Add a warehouse, and write it."""
    with opened(terminal, config) as database:
        with database.transaction() as session:
            warehouse = WarehouseService(session).create(name)
        output.write([warehouse], FIELDS)


def page(terminal: Terminal, config: Path | None, output: Output) -> None:
    """Write every warehouse, by name."""
    with opened(terminal, config) as database, database.reading() as session:
        output.write(WarehouseService(session).every(), FIELDS)
