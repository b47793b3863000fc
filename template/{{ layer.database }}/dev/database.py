"""Runs a command with a database: `python -m dev.database COMMAND …`.

The command gets the `DATABASE_URL` of the environment or of `.env`. Where neither names one, it
gets that of a development database.
"""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext

from dotenv import dotenv_values

from dev.server import development_database


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    given = os.environ.get("DATABASE_URL") or dotenv_values(".env").get("DATABASE_URL")
    with nullcontext(given) if given else development_database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        process = subprocess.Popen(command, env=environment)  # noqa: S603 - the caller's own command
        # A terminal sends Ctrl-C to both; other signals come to this process alone.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, _: process.send_signal(number))
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
