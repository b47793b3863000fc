"""The location of the template and of the new service: messages, names and recorded addresses."""

from pathlib import Path

import pytest

from tests.helpers.rendering import NEXT_TAG, TAG, attempt, commit, run, tag
from tests.helpers.versions import start


COPY = ("copier", "copy", "--trust", "--defaults", "--vcs-ref", TAG)
SMALL = ("--data", "database=none", "--data", "example=false")
MEMBERS = '[tool.uv.workspace]\nmembers = [\n    "services/*",\n    "libs/core",\n]\n'
LOCAL = "git init --initial-branch main && make install check\n  git add --all . && git commit --m"
AT_ROOT = "CI reads its files only at the repository's root: see the template's docs/monorepos.md."
BRANCH = "CI runs on pushes to main: name another branch in .github/workflows/ci.yml."


@pytest.fixture
def copied(template, tmp_path):
    """Copy the template to a folder below `tmp_path`, and return the message after the copy."""

    def copy(folder: str, *data: str) -> str:
        given = [part for each in data for part in ("--data", each)]
        done = attempt(*COPY, *SMALL, *given, template, folder, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return " ".join(done.stderr.partition("is rendered")[2].split(" "))

    return copy


class TestTheMessage:
    """The message after a copy."""

    def test_it_makes_a_repository_where_there_is_none(self, copied):
        said = copied("order desk's")
        assert "cd 'order desk'\"'\"'s'\n" in said
        assert LOCAL in said
        assert "CI" not in said

    def test_it_makes_none_in_one_and_tells_of_the_branch(self, copied, tmp_path):
        run("git", "init", "--quiet", "--initial-branch=trunk", "orders", cwd=tmp_path)
        said = copied("orders")
        assert "\n  make install check\n" in said
        assert BRANCH in said
        (tmp_path / "stock").mkdir()
        run("git", "init", "--quiet", cwd=tmp_path / "stock")
        assert "CI" not in copied("stock", "ci=gitlab")

    @pytest.mark.parametrize("ci", ["github", "gitlab"])
    def test_it_tells_where_ci_looks_in_a_folder_of_one(self, copied, tmp_path, ci):
        run("git", "init", "--quiet", cwd=tmp_path)
        said = copied("services/orders", f"ci={ci}")
        assert "\n  make install check\n" in said
        assert AT_ROOT in said
        assert AT_ROOT not in copied("services/stock", "ci=none")


class TestAWorkspace:
    """Members of a uv workspace, which share an environment."""

    @pytest.fixture(autouse=True)
    def workspace(self, copied, tmp_path):
        (tmp_path / "pyproject.toml").write_text(MEMBERS)
        copied("services/orders")

    def test_a_member_has_a_package_of_its_own_and_no_lock(self, copied, tmp_path):
        assert (tmp_path / "services/orders/src/orders/main.py").is_file()
        assert "git add --all . ../../uv.lock && git commit" in copied("services/stock")

    def test_what_is_no_member_is_as_it_is_elsewhere(self, copied, tmp_path):
        assert "uv.lock &&" not in copied("tools/orders")
        assert (tmp_path / "tools/orders/src/app").is_dir()

    @pytest.mark.parametrize("question", ["package_name", "project_slug"])
    def test_a_name_that_a_member_has_is_refused(self, template, tmp_path, question):
        given = (*SMALL, "--data", f"{question}=orders")
        done = attempt(*COPY, *given, template, "services/stock", cwd=tmp_path)
        assert f"for question '{question}': is taken by services/orders" in done.stderr
        assert not (tmp_path / "services/stock").exists()

    def test_a_member_keeps_its_names(self, template, tmp_path):
        project = start(tmp_path / "services/orders")
        options = ("--trust", "--defaults", "--overwrite", "--vcs-ref", TAG)
        run("copier", "recopy", *options, cwd=project)
        assert run("git", "status", "--porcelain", cwd=project) == ""


class TestTheTemplate:
    """The recorded address of the template."""

    @pytest.fixture
    def near(self, template, tmp_path) -> Path:
        run("git", "clone", "--quiet", template, "near", cwd=tmp_path)
        (tmp_path / "services").mkdir()
        return Path(tmp_path, "near")

    def test_a_relative_path_is_recorded_so_that_an_update_finds_it(self, near):
        services = near.with_name("services")
        run(*COPY, *SMALL, "../near", "orders", cwd=services)
        project = start(services / "orders")
        assert f"_src_path: {near}\n" in (project / ".copier-answers.yml").read_text()
        commit(near, "Another version")
        tag(near, NEXT_TAG)
        run("copier", "update", "--trust", "--defaults", cwd=project)
        assert f"_commit: {NEXT_TAG}\n" in (project / ".copier-answers.yml").read_text()

    @pytest.mark.full
    @pytest.mark.parametrize("options", [(), ("--quiet",)])
    def test_another_users_repository_is_refused_with_gits_reason(self, near, options):
        run("chown", "nobody", near, cwd=near)
        services = near.with_name("services")
        done = attempt(*COPY, *SMALL, *options, near, "orders", cwd=services)
        assert done.returncode != 0
        assert "Git does not read the template's repository" in done.stderr
        assert f"git config --global --add safe.directory {near}\n" in done.stderr
        assert not (services / "orders").exists()
