"""Writes the names that services must not have: `python -m tools.names`.

These are the names of the packages that the catalogue locks, and of their modules and programs.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory


ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "extensions/catalogue/pyproject.toml"
TARGET = CATALOGUE.with_name("names.json")
MODULES = "from importlib.metadata import *; print(*packages_distributions())"
# Other names are invalid anyway.
NAME = re.compile(r"[a-z][a-z0-9_-]*")


def main() -> None:
    """Lock and install the catalogue in a temporary folder, and write the names."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        locked = lock(folder)
        uv("sync", "--quiet", "--all-groups", cwd=folder)
        environment = folder / ".venv"
        printed = subprocess.run(
            [environment / "bin/python", "-c", MODULES], capture_output=True, text=True, check=True
        )
        names = {
            "distributions": locked,
            "modules": {each.replace("-", "_") for each in locked} | {*printed.stdout.split()},
            "programs": {path.name for path in (environment / "bin").iterdir()},
        }
    sorts = {kind: sorted(filter(NAME.fullmatch, each)) for kind, each in names.items()}
    TARGET.write_text(json.dumps(sorts, indent=1) + "\n", encoding="utf-8")


def lock(folder: Path) -> set[str]:
    """Lock the catalogue in a folder, and return the normalised names of the locked packages."""
    shutil.copy(CATALOGUE, folder)
    uv("lock", "--quiet", cwd=folder)
    packages = tomllib.loads((folder / "uv.lock").read_text(encoding="utf-8"))["package"]
    own = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["project"]["name"]
    return {package["name"] for package in packages} - {own}


def uv(*arguments: str, cwd: Path) -> None:
    """Run uv without the variables of this machine's environments."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    away = {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}
    env = {name: value for name, value in os.environ.items() if name not in away}
    subprocess.run(["uv", *arguments], cwd=cwd, env=env | {"PATH": path}, check=True)


if __name__ == "__main__":
    main()
