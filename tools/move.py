"""Applies a team's edits of moved files to their new paths: `move.py VERSION OLD NEW …`.

Runs in a service after the merge of an update, which has created each NEW and deleted each OLD with
the team's edits. For a file without a new path (`-` for NEW) it reports if the team had edited it.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


ANSWERS = ".copier-answers.yml"
NOWHERE = "-"


def main(version: str, *paths: str) -> None:
    """Apply the edits made since VERSION, the service's version before the update."""
    edited = {}
    for old, new in zip(paths[::2], paths[1::2], strict=True):
        if new == NOWHERE and Path(old).exists():
            # Other services no longer get the file, but this one does.
            continue
        shown = run("git", "show", f"HEAD:./{old}")
        if shown.returncode == 0:
            edited[old, new] = shown.stdout
        elif new != NOWHERE:
            # The team had deleted the file.
            Path(new).unlink(missing_ok=True)
    if not edited:
        return
    with TemporaryDirectory() as name:
        before = Path(name)
        (before / ANSWERS).write_bytes(run("git", "show", f"HEAD:./{ANSWERS}").stdout)
        options = ["--trust", "--defaults", "--overwrite", "--quiet", "--vcs-ref", version]
        rendered = run(sys.executable, "-m", "copier", "recopy", *options, name)
        rendered.check_returncode()
        for (old, new), text in edited.items():
            if new != NOWHERE:
                merge(before / old, text, new)
            elif not (before / old).exists() or (before / old).read_bytes() != text:
                told = f"{old} is gone, and you had changed it: see git show HEAD:./{old}\n"
                sys.stderr.write(told)


def merge(base: Path, ours: bytes, new: str) -> None:
    """Merge the team's version of a file into the new path."""
    theirs = base.with_name(f"{base.name}.theirs")
    theirs.write_bytes(ours)
    if run("git", "merge-file", new, str(base), str(theirs)).returncode:
        sys.stderr.write(f"{new} holds conflicts.\n")


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command and capture its output."""
    return subprocess.run(command, capture_output=True, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
