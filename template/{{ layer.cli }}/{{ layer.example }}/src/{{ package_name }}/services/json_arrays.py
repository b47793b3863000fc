"""An incremental reader of JSON arrays."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from json import JSONDecoder
from typing import Any


# `int` refuses numbers with thousands of digits.
DECODER = JSONDecoder(parse_float=Decimal, parse_int=Decimal)
NO_SPACE = re.compile(r"[^ \t\r\n]")
# The maximum number of characters of a value, which also limits the memory.
LONGEST = 2**20


class JsonArray:
    """Iterates over the values of an array in a text that is read in parts.

    Attributes:
        line: The number of the line where the latest value begins, or where the text is invalid.
            The first line is 1.
        row: The number of the latest value. The first is 1.
    """

    def __init__(self, parts: Iterable[str]) -> None:
        self.line = self._line = 1
        self.row = 0
        self._parts = iter(parts)
        self._text = ""
        self._place = 0

    def __iter__(self) -> Iterator[Any]:
        """Yield each value.

        Raises:
            ValueError: The text is not a JSON array, or a value is too long.
            RecursionError: A value is nested too deeply.
        """
        self._expect("[")
        if self._next() != "]":
            yield self._value()
            while self._next() == ",":
                self._place += 1
                yield self._value()
        self._expect("]")
        if self._next():
            message = "there is more after the array"
            raise ValueError(message)

    def _value(self) -> Any:
        self.row += 1
        self._next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._place)
            except ValueError:
                if len(self._text) > LONGEST:
                    message = f"a value has more than {LONGEST:,} characters"
                    raise ValueError(message) from None
                if not self._read():
                    raise
                continue
            # A number may continue in the next part.
            if end == len(self._text) and self._read():
                continue
            self._pass(end)
            return value

    def _expect(self, mark: str) -> None:
        found = self._next()
        if found != mark:
            message = f"expected {mark} instead of {found or 'the end'}"
            raise ValueError(message)
        self._place += 1

    def _next(self) -> str:
        """Skip white space. Return the next character, or an empty string at the end."""
        while True:
            found = NO_SPACE.search(self._text, self._place)
            self._pass(found.start() if found else len(self._text))
            if found:
                self.line = self._line
                return found[0]
            if not self._read():
                return ""

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._place, end)
        self._place = end

    def _read(self) -> bool:
        part = next(self._parts, "")
        self._text = self._text[self._place :] + part
        self._place = 0
        return bool(part)
