"""Carries what a team did to a managed file along to its new path: `move.py VERSION OLD NEW`.

Runs in a service after the merge, which has made NEW, and deleted OLD with all that was done to it.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


ANSWERS = ".copier-answers.yml"


def main(version: str, old: str, new: str) -> None:
    """Merge the team's changes since VERSION, which the service had before, into the new file."""
    edited = run("git", "show", f"HEAD:./{old}")
    if edited.returncode:
        # The team had deleted it.
        Path(new).unlink(missing_ok=True)
        return
    with TemporaryDirectory() as name:
        before = Path(name)
        (before / ANSWERS).write_bytes(run("git", "show", f"HEAD:./{ANSWERS}").stdout)
        options = ["--trust", "--defaults", "--overwrite", "--quiet", "--vcs-ref", version]
        rendered = run(sys.executable, "-m", "copier", "recopy", *options, name)
        rendered.check_returncode()
        theirs = before / "theirs"
        theirs.write_bytes(edited.stdout)
        if run("git", "merge-file", new, str(before / old), str(theirs)).returncode:
            sys.stderr.write(f"{new} holds conflicts.\n")


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command, and keep what it prints."""
    return subprocess.run(command, capture_output=True, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
