"""SQLite files for development and tests."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_database() -> Iterator[str]:
    """Yield the URL of an empty database, which is deleted after the block."""
    with tempfile.TemporaryDirectory(prefix="sqlite-") as folder:
        yield url_of(Path(folder))


@contextmanager
def development_database() -> Iterator[str]:
    """Yield the URL of a database, which is kept after the block."""
    folder = Path(".local").resolve()
    folder.mkdir(exist_ok=True)
    yield url_of(folder)


def url_of(folder: Path) -> str:
    """Return the URL of the database in this folder."""
    return f"sqlite:///{folder / 'app.db'}"
