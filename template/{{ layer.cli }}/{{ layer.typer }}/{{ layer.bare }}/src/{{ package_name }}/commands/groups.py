"""The program's own commands; add yours here."""

import typer


def install(app: typer.Typer) -> None:
    """Add each group of yours: `app.add_typer(items.commands, name="items")`."""
