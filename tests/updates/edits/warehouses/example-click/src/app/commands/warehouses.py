"""`warehouses`: where items are kept."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.base import config_option, format_option, output_option, pass_terminal
from app.commands.help import examples
from app.formats import Format
from app.lazy import lazily
from app.output import Output
from app.terminal import Terminal


if TYPE_CHECKING:
    from app.handlers import warehouses as handlers
else:
    handlers = lazily("app.handlers.warehouses")


@click.group()
def commands() -> None:
    """Add and list warehouses."""


@commands.command(epilog=examples('warehouses add "North"'))
@click.argument("name")
@config_option
@format_option()
@output_option
@pass_terminal
def add(terminal: Terminal, config: Path | None, form: Format, output: Path, name: str) -> None:
    """Add a warehouse called NAME, and show it."""
    handlers.add(terminal, config, Output(form, output), name=name)


@commands.command("list", epilog=examples("warehouses list"))
@config_option
@format_option()
@output_option
@pass_terminal
def page(terminal: Terminal, config: Path | None, form: Format, output: Path) -> None:
    """List every warehouse, by name."""
    handlers.page(terminal, config, Output(form, output))
