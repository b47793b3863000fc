"""A changed answer adds and removes its files; changing it back restores the project."""

import pytest

from tests.helpers import edits
from tests.helpers.layout import managed
from tests.helpers.questions import offered
from tests.helpers.rendering import TAG, files, render, run
from tests.helpers.versions import merge_neighbours, start, update


pytestmark = pytest.mark.full

# Files of the capability `auth` that teams edit.
EDITED = {
    "fastapi": "src/app/auth.py",
    "flask": "src/app/auth.py",
    "django": "src/app/api/bearer.py",
}
CAPABILITIES = offered("capabilities")
SWITCHES = [
    *(("fastapi", ("capabilities", [each], [])) for each in CAPABILITIES),
    # Every second one for the others: each is switched on and off, in two updates instead of many.
    *(
        (web, ("capabilities", CAPABILITIES[::2], CAPABILITIES[1::2]))
        for web in ("flask", "django")
    ),
    ("fastapi", ("database", "postgresql", "mysql")),
    ("cli", ("ci", "github", "gitlab")),
]


@pytest.mark.parametrize(("framework", "change"), SWITCHES, ids=str)
def test_a_choice_changed_and_changed_back_leaves_nothing_behind(
    template, tmp_path, framework, change
):
    question, one, other = change
    answers = {"framework": framework, "package_name": "app", "example": False, question: one}
    # Excluded: an edit of the pipeline, which is removed with it, and `uv add`, which is slow.
    made = [each for each in edits.possible(answers) if each not in {"job", "dependencies"}]
    project = start(render(template, answers, tmp_path / "project"))
    edits.make(project, answers, made)
    before = files(project)
    fresh = start(render(template, answers | {question: other}, tmp_path / "fresh"))
    edits.make(fresh, answers, made)

    update(project, TAG, **{question: other})
    merge_neighbours(project)
    now, wanted = files(project), files(fresh)
    assert managed(project) == managed(fresh)
    assert [path for path in managed(fresh) - {"uv.lock"} if now[path] != wanted[path]] == []
    assert edits.lost(project, answers, made) == []

    update(project, TAG, **{question: one})
    merge_neighbours(project)
    assert files(project) == before


@pytest.mark.parametrize("framework", EDITED)
def test_a_capability_takes_its_edited_files_along_and_git_has_them(template, tmp_path, framework):
    answers = {"framework": framework, "example": False, "capabilities": ["auth"]}
    project = start(render(template, answers, tmp_path / "project"))
    edited = project / EDITED[framework]
    edited.write_text(f"{edited.read_text()}# Edited.\n")

    update(project, TAG, capabilities=[])

    assert not edited.exists()
    deleted = run("git", "diff", "--diff-filter=D", "--name-only", cwd=project)
    assert EDITED[framework] in deleted.splitlines()
    kept = run("git", "show", f"HEAD:{EDITED[framework]}", cwd=project)
    assert kept.endswith("# Edited.\n")
