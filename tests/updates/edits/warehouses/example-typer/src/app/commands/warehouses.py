"""`warehouses`: where items are kept."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.base import Config, Form, Target, group
from app.commands.help import examples
from app.files import STREAM
from app.formats import Format
from app.lazy import lazily
from app.output import Output


if TYPE_CHECKING:
    from app.handlers import warehouses as handlers
else:
    handlers = lazily("app.handlers.warehouses")

commands = group("Add and list warehouses.")


@commands.command(epilog=examples('warehouses add "North"'))
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
    *,
    config: Config = None,
    form: Form = Format.TABLE,
    output: Target = STREAM,
) -> None:
    """Add a warehouse, and show it."""
    handlers.add(context.obj, config, Output(form, output), name=name)


@commands.command("list", epilog=examples("warehouses list"))
def page(
    context: typer.Context,
    *,
    config: Config = None,
    form: Form = Format.TABLE,
    output: Target = STREAM,
) -> None:
    """List every warehouse, by name."""
    handlers.page(context.obj, config, Output(form, output))
