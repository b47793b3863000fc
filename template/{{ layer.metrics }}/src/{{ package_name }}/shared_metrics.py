"""Metrics of a server with several processes, which share them in files of one folder."""

import atexit
import os
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp


# The variable that names the folder. The library reads it when it is imported.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_metrics(processes: int, given: Path | None = None) -> None:
    """Let several processes, which are started after this call, share their metrics.

    Args:
        processes: Their number. A single one shares its metrics only in a given folder.
        given: The folder of the settings; by default, several processes get a temporary one.
    """
    if given is not None:
        os.environ[SHARED_FOLDER] = str(given)
    elif processes > 1:
        folder = mkdtemp(prefix="metrics-")
        atexit.register(rmtree, folder, ignore_errors=True)
        os.environ[SHARED_FOLDER] = folder


def forget_ended_processes(folder: Path) -> None:
    """Delete the gauges of processes that have ended. Their counters stay."""
    for path in folder.glob("gauge_live*_*.db"):
        try:
            # Signal 0 only checks for the process, which may be another user's by now.
            with suppress(PermissionError):
                os.kill(int(path.stem.rpartition("_")[2]), 0)
        except ProcessLookupError:
            path.unlink(missing_ok=True)
