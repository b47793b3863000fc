"""PgBouncer in front of a PostgreSQL server."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.contract.service import eventually, free_port
from tests.helpers.rendering import ROOT
from tools.questionnaire import load


CONFIGURATION = """
[databases]
{name} = host={url.hostname} port={url.port} user={url.username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
logfile = {log}
"""
# One server session for each connection, or far fewer sessions than connections.
SIZES = {"session": 40, "transaction": 3}


@contextmanager
def pgbouncer(database_url: str, mode: str) -> Iterator[str]:
    """Run PgBouncer in front of one database and yield the URL through it.

    Args:
        database_url: The URL of the database itself.
        mode: `session` or `transaction`.

    Raises:
        RuntimeError: PgBouncer is not installed.
    """
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        message = "pgbouncer is not installed: apt-get install pgbouncer"
        raise RuntimeError(message)
    parts, own = urlsplit(database_url), free_port()
    server = load(ROOT / "template/{{ layer.postgresql }}/dev/server.py")
    place = server.REACHABLE if server.IS_ROOT else None
    with tempfile.TemporaryDirectory(prefix="pgbouncer-", dir=place) as name:
        file, log = Path(name) / "pgbouncer.ini", Path(name) / "log"
        values = {"url": parts, "own": own, "mode": mode, "size": SIZES[mode], "log": log}
        file.write_text(CONFIGURATION.format(name=parts.path[1:], **values))
        if server.IS_ROOT:
            shutil.chown(name, server.UNPRIVILEGED)
        user = server.UNPRIVILEGED if server.IS_ROOT else None
        process = subprocess.Popen([program, "-q", file], user=user)
        try:
            eventually(lambda: log.exists() and "up" in log.read_text())
            yield f"postgresql://{parts.username}@127.0.0.1:{own}{parts.path}"
        finally:
            process.terminate()
            process.wait()
