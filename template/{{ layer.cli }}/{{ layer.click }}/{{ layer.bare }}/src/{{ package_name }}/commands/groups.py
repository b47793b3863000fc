"""The program's own commands; add yours here."""

import click


def install(app: click.Group) -> None:
    """Add each group of yours: `app.add_command(items.commands, "items")`."""
