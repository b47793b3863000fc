"""Runs the scheduled job of a rendered project, with a local repository as the forge."""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.helpers.projects import clean_environment
from tests.helpers.rendering import run


TOKEN = "a-token-that-nobody-may-see"
# A fake `gh` with the commands that the job uses. It records each call and stores the requests.
GH = f"""#!/usr/bin/env python3
import json, os, sys
from pathlib import Path
folder, call = Path(__file__).parent, sys.argv[1:]
if os.environ.get("GH_TOKEN") != "{TOKEN}":
    sys.exit("gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN")
options = dict(zip(call, call[1:]))
body = Path(options["--body-file"]).read_text() if "--body-file" in options else None
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps([*call, body]) + "\\n")
opened = folder / "opened"
if call[:2] == ["pr", "list"]:
    print(int(opened.exists()))
if call[:2] == ["pr", "create"]:
    opened.touch()
"""
HOOK = """#!/bin/sh
while read -r old new name; do echo "$name" >> pushes; done
for n in $(seq 0 $((GIT_PUSH_OPTION_COUNT - 1))); do
  eval "printf '%s\\n' \\"\\$GIT_PUSH_OPTION_$n\\"" >> pushes
done
"""


@dataclass
class Pipeline:
    """A project's repository at a forge, and the scheduled job that runs there.

    Attributes:
        folder: The folder of the repositories and clones.
        has_token: Whether the forge has the token that the job needs to open a request.
        log: The output of its jobs.
    """

    folder: Path
    has_token: bool = True
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def remote(self) -> Path:
        """The repository at the forge."""
        return self.folder / "remote.git"

    def receive(self, project: Path) -> None:
        """Push a project's commits to the forge."""
        run("git", "clone", "--quiet", "--bare", project, self.remote, cwd=self.folder)
        run("git", "config", "receive.advertisePushOptions", "true", cwd=self.remote)
        hook = self.remote / "hooks/post-receive"
        hook.write_text(HOOK)
        hook.chmod(0o755)

    def schedule(self) -> int:
        """Run the job on a fresh clone and return its exit code."""
        checkout = self.folder / "checkout"
        run("rm", "-rf", checkout, cwd=self.folder)
        run("git", "init", "--quiet", checkout, cwd=self.folder)
        run("git", "remote", "add", "origin", f"file://{self.remote}", cwd=checkout)
        names = run("git", "ls-tree", "--name-only", "main", cwd=self.remote).split()
        return self.github(checkout) if ".github" in names else self.gitlab(checkout)

    def check_out(self, checkout: Path, depth: int, branches: str) -> None:
        """Fetch branches to a depth (0 for the whole history) and check out the default branch."""
        depths = [f"--depth={depth}"] if depth else []
        spec = f"+refs/heads/{branches}:refs/remotes/origin/{branches}"
        run("git", "fetch", "--quiet", *depths, "origin", spec, cwd=checkout)
        run("git", "checkout", "--quiet", "-B", "main", "origin/main", cwd=checkout)

    def github(self, checkout: Path) -> int:
        """Run the steps of the workflow. Actions (`uses:`) are replaced by equivalent code."""
        text = self.committed(".github/workflows/template-update.yml")
        (job,) = yaml.safe_load(text)["jobs"].values()
        (self.folder / "bin").mkdir(exist_ok=True)
        (self.folder / "bin/gh").write_text(GH)
        (self.folder / "bin/gh").chmod(0o755)
        self.outputs = {}
        for step in job["steps"]:
            if "if" in step and not self.outputs.get(step["if"]):
                continue
            if "actions/checkout" in step.get("uses", ""):
                depth = step["with"].get("fetch-depth", 1)
                self.check_out(checkout, depth, "main" if depth else "*")
            if "create-github-app-token" in step.get("uses", ""):
                self.outputs["steps.app.outputs.token"] = TOKEN
            if "run" in step and (code := self.step(step, job["env"], checkout)):
                return code
        return 0

    def step(self, step: dict[str, Any], env: dict[str, str], checkout: Path) -> int:
        """Run the command of a step, store its outputs, and return its exit code."""
        put_out = self.folder / "output"
        put_out.write_text("")
        own = {name: self.value(text) for name, text in step.get("env", {}).items()}
        code = self.shell(step["run"], checkout, env | own | {"GITHUB_OUTPUT": str(put_out)})
        for name, value in re.findall(r"^(\w+)=(.*)$", put_out.read_text(), re.MULTILINE):
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value
        return code

    def value(self, text: str) -> str:
        """Evaluate a GitHub expression of the two kinds that the workflow uses."""
        (expression,) = re.findall(r"^\$\{\{ (.*) \}\}$", text)
        if "vars." in expression and "secrets." in expression and "&&" in expression:
            return "there" if self.has_token else ""
        return self.outputs[expression]

    def gitlab(self, checkout: Path) -> int:
        """Run the script of the job."""
        jobs = yaml.safe_load(self.committed(".gitlab-ci.yml"))
        variables = jobs["check"]["variables"] | jobs["template-update"]["variables"]
        self.check_out(checkout, int(variables.get("GIT_DEPTH", 20)), "main")
        given = {
            "CI_PROJECT_DIR": str(checkout),
            "CI_PROJECT_URL": str(self.remote.with_suffix("")),
            "CI_SERVER_HOST": "git.example.com",
            **({"TEMPLATE_UPDATE_TOKEN": TOKEN} if self.has_token else {}),
        }
        for name, value in variables.items():
            given[name] = re.sub(r"\$(\w+)", lambda found: given[found[1]], value)
        # The cache of this machine replaces that of the pipeline.
        del given["UV_CACHE_DIR"]
        return self.shell("\n".join(jobs["template-update"]["script"]), checkout, given)

    def shell(self, script: str, checkout: Path, environment: dict[str, str]) -> int:
        """Run a script in the shell that the forges use."""
        path = os.pathsep.join([str(self.folder / "bin"), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=checkout,
            env=clean_environment() | {"PATH": path} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        self.log += done.stdout
        return done.returncode

    def calls(self) -> list[list[str]]:
        """Return the recorded calls of gh, each with its body, and clear the record."""
        return [json.loads(line) for line in self.taken(self.folder / "bin/calls")]

    def pushes(self) -> list[str]:
        """Return the pushed branches with their push options, and clear the record."""
        return self.taken(self.remote / "pushes")

    def taken(self, noted: Path) -> list[str]:
        """Return the lines of a file, and delete it."""
        lines = noted.read_text().splitlines() if noted.exists() else []
        noted.unlink(missing_ok=True)
        return lines

    def branch(self, path: str) -> str:
        """Return a file of the branch that was pushed."""
        return self.committed(path, "template-update")

    def committed(self, path: str, branch: str = "main") -> str:
        """Return a file of a branch."""
        return run("git", "show", f"{branch}:{path}", cwd=self.remote)
