"""Options and arguments shared by the commands `items`."""

import re
from decimal import Decimal
from typing import Any, override

import click


# Python also reads `1_0`, `+5` and digits of other scripts as whole numbers.
DIGITS = re.compile("[0-9]+")


class WholeNumber(click.IntRange):
    """A whole number in a range."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least, most)
        self._least, self._most = least, most

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or refuse a text that is none."""
        text = str(value)
        if not DIGITS.fullmatch(text) or not self._least <= Decimal(text) <= self._most:
            self.fail(f"Must be a whole number from {self._least} to {self._most}.", param, ctx)
        return int(text)


item_id_argument = click.argument("item_id", metavar="ID", type=WholeNumber(1, 2**31 - 1))
PRICE = "0 to 99999999.99, at most two decimals."
description_option = click.option("--description", metavar="TEXT", help="At most 2,000 characters.")
status_option = click.option(
    "--status",
    type=click.Choice(["draft", "published", "archived"]),
    help="Only items with this status.",
)
search_option = click.option(
    "--search", metavar="TEXT", help="Only items with this text in their name or description."
)
