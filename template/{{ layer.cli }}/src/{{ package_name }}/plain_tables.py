"""Tables for other outputs than terminals, without Rich, whose import takes longer than a query."""

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len, set_cell_size


GAP = "   "


def write_table(fields: Sequence[str], rows: Iterable[Sequence[str]], file: TextIO) -> None:
    """Write a table of any width. One whose fields have no names has no header."""
    lines = [fields, *rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    names, *texts = (GAP.join(map(set_cell_size, cells, widths)).rstrip() for cells in lines)
    rule = "\u2500" * (sum(widths) + len(GAP) * (len(widths) - 1))
    header = [names, rule] if any(fields) else []
    file.writelines(f"{text}\n" for text in [*header, *texts])
