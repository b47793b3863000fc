"""Git commands: with the user's settings in the project, with neutral settings elsewhere."""

import os
import subprocess
import sys
from pathlib import Path


# Overrides of user settings that would change or hide lines in an update's merge.
SETTINGS = {
    "apply.whitespace": "nowarn",
    "core.attributesFile": os.devnull,
    "core.autocrlf": "false",
    "core.excludesFile": os.devnull,
    "core.hooksPath": os.devnull,
    "core.quotePath": "true",
    "merge.conflictStyle": "merge",
    "status.showUntrackedFiles": "normal",
}
VARIABLES = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_TEMPLATE_DIR": "",
    "LANGUAGE": "en",
}


def git(
    *arguments: str,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    stdin: bytes | None = None,
) -> bytes:
    """Return the output of git, or exit with its error message."""
    command = ["git", *arguments]
    done = subprocess.run(  # noqa: S603 - git
        command,
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        check=False,
        # Ctrl-C must not stop git halfway.
        start_new_session=True,
    )
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace").strip())
    return done.stdout


def neutral_environment() -> dict[str, str]:
    """Return the environment variables for git in temporary repositories.

    The user's configuration stays in effect, for its URLs and credentials; `SETTINGS` override it.
    """
    dropped = {"GIT_DIFF_OPTS", *git("rev-parse", "--local-env-vars").decode().split()}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    given = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    settings: dict[str, str] = {}
    for number, (name, value) in enumerate(SETTINGS.items(), given):
        settings |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    count = {"GIT_CONFIG_COUNT": str(given + len(SETTINGS))}
    form = git("rev-parse", "--show-object-format").decode().strip()
    return kept | VARIABLES | settings | count | {"GIT_DEFAULT_HASH": form}
