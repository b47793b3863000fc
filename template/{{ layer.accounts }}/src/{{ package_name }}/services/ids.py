"""Types of ids, so that one cannot be passed in place of another."""

from typing import NewType


ItemId = NewType("ItemId", int)
UserId = NewType("UserId", int)
