"""Pairwise coverage: few rows that contain each pair of values of two columns at least once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any


Row = dict[str, Any]
Place = tuple[str, int]


def all_pairs(
    columns: Mapping[str, Sequence[Any]],
    is_allowed: Callable[[Row], bool],
    seeds: Iterable[Row] = (),
) -> list[Row]:
    """Cover each pair of values that an allowed row can contain, greedily.

    Args:
        columns: The values of each column.
        is_allowed: Whether a row, or a part of one, is allowed.
        seeds: Parts of rows that have to be completed and included in the result.
    """
    missing = {
        frozenset({(one, i), (other, k)}): None
        for one, other in combinations(columns, 2)
        for i in range(len(columns[one]))
        for k in range(len(columns[other]))
    }
    rows: list[Row] = []
    starts = [{name: columns[name].index(row[name]) for name in row} for row in seeds]
    while starts or missing:
        start = starts.pop(0) if starts else dict(next(iter(missing)))
        places = fill(columns, start, missing, is_allowed)
        for pair in combinations(places.items(), 2):
            missing.pop(frozenset(pair), None)
        if places:
            rows.append(row_of(columns, places))
        else:
            missing.pop(frozenset(start.items()))  # No allowed row contains the pair.
    return rows


def fill(
    columns: Mapping[str, Sequence[Any]],
    places: dict[str, int],
    missing: Mapping[frozenset[Place], None],
    is_allowed: Callable[[Row], bool],
) -> dict[str, int]:
    """Complete a row so that it covers many missing pairs; return {} if no row is allowed."""
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
    """Return the values at these indexes."""
    return {name: columns[name][places[name]] for name in columns if name in places}
