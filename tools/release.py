"""Releases the template: `python -m tools.release [VERSION]`, run twice.

The first run writes the section of the changelog from the commits, for a maintainer to edit. The
second run refuses changes that would break services, and commits the release.
"""

import re
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.promises import Version, broken


CHANGELOG = Path("CHANGELOG.md")
PROJECT = Path("pyproject.toml")
HEADING = re.compile(r"^## (\d+\.\d+\.\d+)$", re.MULTILINE)


def main() -> None:
    """Run the next step of a release in the current folder."""
    changed = git("status", "--porcelain").splitlines()
    if any(line[3:] != str(CHANGELOG) for line in changed):
        sys.exit("There are uncommitted changes beside the changelog: commit or stash them first.")
    sha, last = last_release()
    top = newest_section()
    version = sys.argv[1] if len(sys.argv) > 1 else next_version(last, top)
    if not re.fullmatch(r"\d+\.\d+\.\d+", version) or parts(version) <= parts(last):
        sys.exit(f"The version has to be three numbers, above {last}; it is {version}.")
    if top != version:
        write_section(version, sha)
        sys.exit(f"CHANGELOG.md has a section {version} now: edit it, then run this again.")
    if problems := refusals(sha, version):
        sys.exit("\n".join([*problems, f"Write a migration for {version}, or take that back."]))
    commit(version)
    say(f"Committed. Next: git tag --annotate v{version} --message v{version}")


def last_release() -> tuple[str, str]:
    """Return the commit and the version of the last release."""
    log = git("log", "--max-count=1", "--format=%H %s", r"--grep=^release: v[0-9]")
    if not log:
        return "", "0.0.0"
    sha, _, subject = log.strip().partition(" ")
    return sha, subject.removeprefix("release: v")


def newest_section() -> str:
    """Return the first version in the changelog."""
    found = HEADING.search(CHANGELOG.read_text(encoding="utf-8"))
    return found[1] if found else "0.0.0"


def next_version(last: str, top: str) -> str:
    """Return the changelog's first version if it is unreleased, else the next minor version."""
    if parts(top) > parts(last):
        return top
    major, minor, _ = parts(last)
    return f"{major}.{minor + 1}.0"


def parts(version: str) -> tuple[int, ...]:
    """Return the numbers of a version."""
    return tuple(map(int, version.split(".")))


def write_section(version: str, since: str) -> None:
    """Insert the subjects of the commits since the last release above the older sections."""
    log = git("log", "--format=- %s.", *([f"{since}..HEAD"] if since else []))
    text = CHANGELOG.read_text(encoding="utf-8")
    found = HEADING.search(text)
    where = found.start() if found else len(text)
    section = f"## {version}\n\n{log}\n"
    CHANGELOG.write_text(text[:where] + section + text[where:], encoding="utf-8")


def refusals(since: str, version: str) -> list[str]:
    """Return what the release would break in services; nothing if it has a migration."""
    new = Version(Path.cwd())
    migrations = new.config.get("_migrations", [])
    if not since or any(
        str(entry.get("version", "")).lstrip("v") == version for entry in migrations
    ):
        return []
    with TemporaryDirectory() as folder:
        extract(since, Path(folder))
        return broken(Version(Path(folder)), new)


def extract(sha: str, folder: Path) -> None:
    """Extract the template's files of a commit."""
    archive = subprocess.run(
        ["git", "archive", sha, "copier.yml", "extensions", "template"],
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")


def commit(version: str) -> None:
    """Write the version to pyproject.toml, and commit it with the changelog."""
    text = PROJECT.read_text(encoding="utf-8")
    text = re.sub(r'^version = ".*"', f'version = "{version}"', text, count=1, flags=re.MULTILINE)
    PROJECT.write_text(text, encoding="utf-8")
    git("add", str(CHANGELOG), str(PROJECT))
    git("commit", "--quiet", "--allow-empty", "--message", f"release: v{version}")


def git(*arguments: str) -> str:
    """Return the output of a git command."""
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
