"""Caches that outlive a session: the second session of CI finds those of the first."""

import getpass
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp


KEPT = Path(gettempdir()) / f"chassis-caches-{getpass.getuser()}"


def take(name: str, folder: Path) -> Path:
    """Copy what has been kept under a name into a folder, and return the folder."""
    if (KEPT / name).is_dir():
        shutil.copytree(KEPT / name, folder, dirs_exist_ok=True)
    return folder


def keep(name: str, folder: Path) -> None:
    """Keep the folders in a folder, but for those that another process has kept."""
    (KEPT / name).mkdir(parents=True, exist_ok=True)
    for each in filter(Path.is_dir, folder.iterdir()):
        if not (KEPT / name / each.name).exists():
            copy = Path(mkdtemp(dir=KEPT)) / each.name
            shutil.copytree(each, copy)
            # Another process may have been faster.
            with suppress(OSError):
                copy.rename(KEPT / name / each.name)
            shutil.rmtree(copy.parent)
