"""SQLite databases for development and tests: files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_database() -> Iterator[str]:
    """Yield the URL of an empty database that is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="sqlite-") as folder:
        yield url_of(Path(folder))


@contextmanager
def development_database() -> Iterator[str]:
    """Yield the URL of a database whose data outlives the block."""
    folder = Path(".local").resolve()
    folder.mkdir(exist_ok=True)
    yield url_of(folder)


def url_of(folder: Path) -> str:
    """Write the URL of the database in this folder."""
    return f"sqlite:///{folder / 'app.db'}"
