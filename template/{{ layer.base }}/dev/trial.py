"""An update in a copy of the project, which is applied to the project when it is complete.

The copy is a separate repository in a temporary folder with only the committed files, so that
settings of the repository, ignored files and parent folders have no effect.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dev.formatting import format_files, unformatted
from dev.git import git, neutral_environment
from dev.merging import merge_neighbours, unmerged_entries
from dev.template import copier


@dataclass(frozen=True)
class Trial:
    """An updated copy of the project.

    Attributes:
        folder: The folder of the copy.
        env: Environment variables for git in the copy.
        before: The git tree of the project's commit.
        after: The git tree after the update.
        unmerged: Git's entries for the files in conflict.
        adjoining: The files in which both sides changed adjacent lines.
    """

    folder: Path
    env: dict[str, str]
    before: str
    after: str
    unmerged: list[bytes]
    adjoining: list[str]

    def changed(self, kinds: str) -> list[str]:
        """Return the names of the changed files, filtered by letters of git's `--diff-filter`."""
        listed = self.git(
            *("diff-tree", "-r", "-z", "--name-only", "--no-renames", f"--diff-filter={kinds}"),
            *(self.before, self.after),
        )
        return [name.decode() for name in listed.split(b"\0") if name]

    @property
    def conflicts(self) -> list[str]:
        """The names of the files in which both sides changed the same lines."""
        return sorted({entry.partition(b"\t")[2].decode() for entry in self.unmerged})

    def show(self) -> None:
        """Print the diff of the update, with the user's settings for git."""
        command = ["git", "diff", "--no-renames", self.before, self.after]
        # Ctrl-C is for the pager, as in git.
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        subprocess.run(command, cwd=self.folder, check=False)  # noqa: S603 - git
        signal.signal(signal.SIGINT, handler)

    def apply(self) -> None:
        """Apply the update to the project, or exit if a file that it adds already exists."""
        if in_the_way := [name for name in self.changed("A") if os.path.lexists(name)]:
            sys.exit(f"Move these files first, as the update adds them: {' '.join(in_the_way)}")
        prefix = git("rev-parse", "--show-prefix").strip()
        patch = self.git(
            *("diff-tree", "-p", "--binary", "--no-renames", "--no-ext-diff", "--no-textconv"),
            *(self.before, self.after),
        )
        # Ctrl-C would leave a half-applied update, and the rest takes only a moment.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if patch:
            directory = f"--directory={prefix.decode()}"
            git("apply", "--whitespace=nowarn", directory, "-", stdin=patch)
        if self.unmerged:
            self.mark_conflicts(prefix)

    def mark_conflicts(self, prefix: bytes) -> None:
        """Record the conflicts in the project's git index, with the versions of both sides."""
        lines = []
        for entry in self.unmerged:
            state, _, path = entry.partition(b"\t")
            mode, blob, stage = state.split()
            git("hash-object", "-w", "--stdin", stdin=self.git("cat-file", "blob", blob.decode()))
            merged = b"0 %b\t%b%b\0" % (b"0" * len(blob), prefix, path)
            lines += [merged] if merged not in lines else []
            lines += [b"%b %b %b\t%b%b\0" % (mode, blob, stage, prefix, path)]
        git("update-index", "-z", "--index-info", stdin=b"".join(lines))

    def git(self, *arguments: str) -> bytes:
        """Return the output of git in the copy."""
        return git(*arguments, cwd=self.folder, env=self.env)


@contextmanager
def trial(*arguments: str) -> Iterator[Trial]:
    """Update a copy of the project with options for Copier, and remove it after the block."""
    env = neutral_environment()
    with TemporaryDirectory(prefix="update-", ignore_cleanup_errors=True) as name:
        folder = Path(name, Path.cwd().name)
        folder.mkdir()
        before = copy_to(folder, env)
        badly_formatted = unformatted(folder, env)
        # Without a terminal, new questions get their defaults.
        asking = ["--skip-answered"] if sys.stdin.isatty() else ["--skip-answered", "--defaults"]
        copier("update", "--trust", *asking, *arguments, str(folder), env=env)
        adjoining = merge_neighbours(folder, env)
        unmerged = unmerged_entries(folder, env)
        made = Trial(folder, env, before, committed(folder, env), unmerged, adjoining)
        format_files(folder, {*made.changed("AM")} - badly_formatted - {*made.conflicts})
        yield replace(made, after=committed(folder, env))


def copy_to(folder: Path, env: dict[str, str]) -> str:
    """Create a repository with the committed files of the project, and return their git tree."""
    tree = git("rev-parse", "HEAD:./").decode().strip()
    objects = Path(git("rev-parse", "--git-path", "objects").decode().strip()).resolve()
    git("init", "--quiet", cwd=folder, env=env)
    borrowed = folder / ".git/objects/info/alternates"
    borrowed.parent.mkdir(exist_ok=True)
    borrowed.write_text(f"{objects}\n", encoding="utf-8")
    who = ["-c", "user.name=update", "-c", "user.email=update@example.com"]
    commit = git(*who, "commit-tree", "-m", "The project", tree, cwd=folder, env=env)
    git("reset", "--quiet", "--hard", commit.decode().strip(), cwd=folder, env=env)
    return tree


def committed(folder: Path, env: dict[str, str]) -> str:
    """Stage all files of the copy, and return their git tree."""
    git("add", "--all", "--force", ".", cwd=folder, env=env)
    return git("write-tree", cwd=folder, env=env).decode().strip()
