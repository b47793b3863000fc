"""All pairs: a few rows in which each two values of two columns stand side by side once."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any


Row = dict[str, Any]
Place = tuple[str, int]


def all_pairs(columns: Mapping[str, Sequence[Any]], is_allowed: Callable[[Row], bool]) -> list[Row]:
    """Cover each pair of values that some allowed row can hold, greedily."""
    missing = {
        frozenset({(one, i), (other, k)}): None
        for one, other in combinations(columns, 2)
        for i in range(len(columns[one]))
        for k in range(len(columns[other]))
    }
    rows: list[Row] = []
    while missing:
        start = next(iter(missing))
        places = fill(columns, dict(start), missing, is_allowed)
        for pair in combinations(places.items(), 2):
            missing.pop(frozenset(pair), None)
        if places:
            rows.append(row_of(columns, places))
        else:
            missing.pop(start)  # No allowed row holds it.
    return rows


def fill(
    columns: Mapping[str, Sequence[Any]],
    places: dict[str, int],
    missing: Mapping[frozenset[Place], None],
    is_allowed: Callable[[Row], bool],
) -> dict[str, int]:
    """Complete a row with the values that cover most of what is missing, or return nothing."""
    empty = [name for name in columns if name not in places]
    if not is_allowed(row_of(columns, places)):
        return {}
    if not empty:
        return places

    def gain(index: int) -> int:
        return sum(frozenset({(empty[0], index), place}) in missing for place in places.items())

    for index in sorted(range(len(columns[empty[0]])), key=gain, reverse=True):
        filled = fill(columns, places | {empty[0]: index}, missing, is_allowed)
        if filled:
            return filled
    return {}


def row_of(columns: Mapping[str, Sequence[Any]], places: Mapping[str, int]) -> Row:
    """Look the values up."""
    return {name: columns[name][places[name]] for name in columns if name in places}
