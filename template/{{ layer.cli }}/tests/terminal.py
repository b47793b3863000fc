"""Output on a terminal."""

import io
import os
from collections.abc import Iterator


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def shown_on(terminal: int) -> Iterator[bytes]:
    """Yield the output part by part, until the other end is closed."""
    while True:
        try:
            part = os.read(terminal, 1024)
        except OSError:
            # Linux reports the end as an error.
            return
        if not part:
            return
        yield part
