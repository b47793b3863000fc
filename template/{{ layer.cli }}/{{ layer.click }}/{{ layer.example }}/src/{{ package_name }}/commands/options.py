"""Options and arguments shared by the commands `items`."""

import click


item_id_argument = click.argument("item_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
PRICE = "0 to 99999999.99, at most two decimals."
description_option = click.option("--description", metavar="TEXT", help="At most 2,000 characters.")
status_option = click.option(
    "--status",
    type=click.Choice(["draft", "published", "archived"]),
    help="Only items with this status.",
)
search_option = click.option(
    "--search", metavar="TEXT", help="Only items with this in their name or description."
)
