"""Items for tests."""

from collections.abc import Callable
from typing import Any

import pytest


type Add = Callable[..., dict[str, Any]]


@pytest.fixture
def add(run, database) -> Add:
    """Add an item, and return it."""

    def add(name: str = "Desk lamp", price: str = "39.90", *more: str) -> dict[str, Any]:
        result = run("items", "add", name, "--price", price, "--format", "json", *more)
        assert result.code == 0, result.err
        item: dict[str, Any] = result.records[0]
        return item

    return add


@pytest.fixture
def names(run, database):
    """Read the names of all items."""
    return lambda: [item["name"] for item in run("items", "export", "-f", "json").records]
