"""Git settings of the user do not affect an update."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.layout import ANSWERS_FILE
from tests.helpers.rendering import NEXT_TAG, attempt, commit, files, run


pytestmark = pytest.mark.full

ADDRESS = "https://git.example.com/platform/template.git"
BASE = "template/{{ layer.base }}"
CHANGES = {
    f"{BASE}/Makefile.jinja": ("\ncheck: ", "\n# Theirs\ncheck: "),
    f"{BASE}/.gitignore.jinja": ("__pycache__/\n", "# Theirs\n__pycache__/\n"),
    f"{BASE}/.env.local": ("", "THEIRS=1\n"),
    f"{BASE}/prüfung.md": ("", "Theirs\n"),
}
EDITS = {
    ".env.example": ("\n", "\nOURS=1  \n"),
    "Makefile": ("\ntest: ", "\n# Ours  \ntest: "),
    ".gitignore": ("__pycache__/\n", "# Ours\n__pycache__/\n"),
}
HOOK = "#!/bin/sh\ntouch {0}\nexit 1\n"
SETTINGS = {
    "apply.whitespace": "fix",
    "clone.defaultRemoteName": "upstream",
    "color.ui": "always",
    "commit.gpgSign": "true",
    "core.attributesFile": "{0}/attributes",
    "core.autocrlf": "true",
    "core.excludesFile": "{0}/ignored",
    "core.fsmonitor": "true",
    "core.hooksPath": "{0}/hooks",
    "core.pager": "false",
    "core.quotePath": "false",
    "diff.external": "false",
    "diff.mnemonicPrefix": "true",
    "diff.noprefix": "true",
    "diff.renames": "copies",
    "diff.shout.command": "false",
    "diff.shout.textconv": "tr a-z A-Z <",
    "gpg.program": "false",
    "init.defaultBranch": "trunk",
    "init.templateDir": "{0}/repository",
    "merge.conflictStyle": "diff3",
    "merge.shout.driver": "false",
    "push.pushOption": "shout",
    "safe.bareRepository": "explicit",
    "status.showUntrackedFiles": "no",
}
VARIABLES = {"GIT_DIFF_OPTS": "-u0", "GIT_EXTERNAL_DIFF": "false", "GIT_DEFAULT_HASH": "sha256"}


@pytest.fixture
def team(versions: Callable[..., Path], project: Path) -> Path:
    """A project with edits next to lines that the next version changes."""
    move(project, str(versions(CHANGES)))
    for path, (old, new) in EDITS.items():
        text = (project / path).read_text()
        (project / path).write_text(text.replace(old, new, 1))
    (project / "overview.png").write_bytes(bytes(range(256)))
    commit(project, "Edits")
    return project


def move(project: Path, address: str) -> str:
    """Change the template's address that a project has recorded, and return the previous one."""
    answers = project / ANSWERS_FILE
    before = answers.read_text()
    (old,) = re.findall("^_src_path: (.*)$", before, re.MULTILINE)
    answers.write_text(before.replace(old, address))
    return str(old)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A git configuration with every setting that could affect an update."""
    folder = tmp_path / "settings"
    for hooks in (folder / "hooks", folder / "repository/hooks"):
        hooks.mkdir(parents=True)
        for name in ("post-checkout", "pre-commit", "reference-transaction"):
            (hooks / name).write_text(HOOK.format(folder / "hooked"))
            (hooks / name).chmod(0o755)
    (folder / "repository/info").mkdir()
    (folder / "repository/info/exclude").write_text(".env*\n")
    (folder / "ignored").write_text(".env*\nMakefile\n")
    (folder / "attributes").write_text("* -diff merge=shout\n*.md diff=shout\n")
    for name, value in SETTINGS.items():
        said = value.format(folder)
        run("git", "config", "--file", folder / "config", name, said, cwd=tmp_path)
    return folder / "config"


def test_settings_change_nothing_of_an_update_and_addresses_stay(team, settings):
    plain = team.with_name("plain")
    run("cp", "-r", team, plain, cwd=team.parent)
    attempt("make", "update", cwd=plain)
    (team.parent / "template.git").symlink_to(move(team, ADDRESS))
    commit(team, "Move")
    instead = f"url.{team.parent}/template.git.insteadOf"
    run("git", "config", "--file", settings, instead, ADDRESS, cwd=team)
    mine = {"GIT_CONFIG_GLOBAL": str(settings), "COPIER_CACHE_DIR": str(settings.parent)}

    told = attempt("make", "update", cwd=team, **mine, **VARIABLES)

    assert "Resolve the conflicts, then git add: .gitignore\n" in told.stderr
    assert not (settings.parent / "hooked").exists()
    assert f"_commit: {NEXT_TAG}\n_src_path: {ADDRESS}\n" in (team / ANSWERS_FILE).read_text()
    assert tree(team) == tree(plain)
    assert_both_sides_are_in(team)


def test_neither_attributes_nor_ignore_lists_of_the_project_change_it(team):
    (team / ".gitattributes").write_text("* binary\n*.example filter=missing\nMakefile -diff\n")
    ignored = team / ".gitignore"
    ignored.write_text(f"{ignored.read_text()}.env*\nMakefile\n")
    commit(team, "Set attributes, and ignore what is there")

    attempt("make", "update", cwd=team)

    assert_both_sides_are_in(team)


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    [
        ("apply.whitespace", "fix", ""),
        ("status.showUntrackedFiles", "no", ""),
        ("core.quotePath", "false", ""),
        ("core.excludesFile", "{0}/git/mine", ".env*\n"),
        ("core.attributesFile", "{0}/git/mine", "*.md binary\n"),
        # Git's default paths, which it reads without a setting.
        ("core.excludesFile", "{0}/git/ignore", ".env*\n"),
        ("core.attributesFile", "{0}/git/attributes", "* -diff\n"),
    ],
)
def test_copier_alone_refuses_settings_that_lose_lines(team, tmp_path, setting, value, text):
    (tmp_path / "git").mkdir()
    given = value.format(tmp_path)
    if text:
        Path(given).write_text(text)
    config = {"GIT_CONFIG_GLOBAL": str(tmp_path / "config"), "XDG_CONFIG_HOME": str(tmp_path)}
    if not given.endswith(("ignore", "attributes")):
        run("git", "config", "--global", setting, given, cwd=team, **config)
    (team / "übersicht.md").write_text("Ours\n")
    commit(team, "Write an overview")
    before = files(team)

    told = attempt("copier", "update", "--trust", "--defaults", cwd=team, **config)

    assert f"Copier would lose lines of this project because of Git's {setting}" in told.stderr
    assert told.stderr.endswith("Run make update instead, or unset that for this command.\n")
    assert files(team) == before


def assert_both_sides_are_in(project: Path) -> None:
    """Check that the project contains each edit and each change of the template."""
    assert "OURS=1  \n" in (project / ".env.example").read_text()
    assert (project / ".env.local").read_text() == "THEIRS=1\n"
    assert (project / "prüfung.md").read_text() == "Theirs\n"
    assert "# Ours  \n" in (project / "Makefile").read_text()
    assert "# Theirs\n" in (project / "Makefile").read_text()
    assert "<<<<<<< before updating\n# Ours\n=======\n# Theirs\n" in (
        (project / ".gitignore").read_text()
    )


def tree(project: Path) -> tuple[str, dict[str, bytes]]:
    """Return git's unmerged entries, and the content of each file with normalised line endings."""
    unmerged = run("git", "ls-files", "--unmerged", cwd=project)
    texts = {
        name: content.replace(b"\r\n", b"\n")
        for name, content in files(project).items()
        if name != ANSWERS_FILE
    }
    return unmerged, texts
