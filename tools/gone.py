"""Tells a team that a managed file which it had changed is gone: `gone.py VERSION FILE…`.

Runs in a service after the merge, which has deleted each FILE with all that was done to it.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


ANSWERS = ".copier-answers.yml"


def main(version: str, *paths: str) -> None:
    """Name each file that differed from the one of VERSION, which the service had before."""
    kept = {path: run("git", "show", f"HEAD:./{path}") for path in paths}
    kept = {path: shown for path, shown in kept.items() if shown.returncode == 0}
    if not kept:
        return
    with TemporaryDirectory() as name:
        before = Path(name)
        (before / ANSWERS).write_bytes(run("git", "show", f"HEAD:./{ANSWERS}").stdout)
        options = ["--trust", "--defaults", "--overwrite", "--quiet", "--vcs-ref", version]
        rendered = run(sys.executable, "-m", "copier", "recopy", *options, name)
        rendered.check_returncode()
        for path, shown in kept.items():
            old = before / path
            if not old.exists() or old.read_bytes() != shown.stdout:
                sys.stderr.write(
                    f"{path} is gone, and you had changed it: see git show HEAD:./{path}\n"
                )


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command, and keep what it prints."""
    return subprocess.run(command, capture_output=True, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
