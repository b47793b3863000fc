"""Options and arguments that several commands of `items` have."""

from typing import Annotated, Literal

import typer


ItemId = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=2**31 - 1, help="The number of the item.")
]
Status = Annotated[
    Literal["draft", "published", "archived"] | None,
    typer.Option(help="Only items with this status."),
]
Search = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Only items with this in their name or description."),
]
