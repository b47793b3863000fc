"""Tables and progress bars; Rich leaves out their colours where NO_COLOR is set."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TextIO

from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text


WIDEST = 10_000


def write_table(fields: Sequence[str], rows: Iterable[Sequence[str]], file: TextIO) -> None:
    """Write a table, as wide as the terminal at most, or as it takes where there is none."""
    table = Table(*fields, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(file=file, width=None if file.isatty() else WIDEST)
    # Rich would end the program where nobody reads.
    with console.capture() as lines:
        console.print(table)
    file.write(lines.get())


@contextmanager
def progress(task: str, *, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on stderr until the block ends; a total that is not known yet may be None."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield partial(bar.advance, bar.add_task(task, total=total))
