"""Runs a command with a database: `python -m dev.database COMMAND …`.

The command gets the `DATABASE_URL` of the environment or of `.env`. Where neither names one, it
gets that of a development database.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from types import FrameType

from dotenv import dotenv_values

from dev.server import development_database


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    # Leaves the block below, whose end stops the database.
    on_end(lambda number, _: sys.exit(128 + number))
    given = os.environ.get("DATABASE_URL") or dotenv_values(".env").get("DATABASE_URL")
    with nullcontext(given) if given else development_database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        process = subprocess.Popen(command, env=environment)  # noqa: S603 - the caller's own command
        # A terminal sends Ctrl-C to both; other signals come to this process alone.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        on_end(lambda *_: process.terminate())
        return process.wait()


def on_end(handler: Callable[[int, FrameType | None], object]) -> None:
    """Handle the signals that ask this process to end: SIGTERM, and SIGHUP of a closed terminal."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
