"""Writes the table of missing wheels in docs/platforms.md: `python -m tools.wheels`.

For each framework and database the tool finds the locked packages without a wheel for a platform:
they are compiled there, or cannot be installed.
"""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.markers import Marker
from packaging.utils import parse_wheel_filename

from extensions.dependencies import catalogue
from tools.names import lock
from tools.questionnaire import Questionnaire


ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/platforms.md"
PYTHONS = ("3.12", "3.13", "3.14")
FRAMEWORKS = ("fastapi", "flask", "django", "cli")
# The end of the wheel tags for a platform, and the values of environment markers there.
PLATFORMS = {
    "Linux, x86-64": (r"manylinux\w*_x86_64", "linux", "Linux", "x86_64"),
    "Linux, ARM": (r"manylinux\w*_aarch64", "linux", "Linux", "aarch64"),
    "Alpine, x86-64": (r"musllinux_\w*_x86_64", "linux", "Linux", "x86_64"),
    "Alpine, ARM": (r"musllinux_\w*_aarch64", "linux", "Linux", "aarch64"),
    "macOS, Apple silicon": (r"macosx_\w*_(arm64|universal2)", "darwin", "Darwin", "arm64"),
    "macOS, Intel": (r"macosx_\w*_(x86_64|universal2)", "darwin", "Darwin", "x86_64"),
    "Windows, x86-64": (r"win_amd64", "win32", "Windows", "AMD64"),
    "Windows, ARM": (r"win_arm64", "win32", "Windows", "ARM64"),
}
Locked = dict[str, dict[str, Any]]
Needed = dict[str, tuple[str, bool]]


def main() -> None:
    """Write the table into docs/platforms.md."""
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.compile(r"^\| platform .*\n(?:\|.*\n)*", re.MULTILINE)
    DOCUMENT.write_text(rows.sub(lambda _: table(), text), encoding="utf-8")


def table() -> str:
    """Return the table, with a row for each package that has no wheel for a platform."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        lock(folder)
        text = (folder / "uv.lock").read_text(encoding="utf-8")
        locked: Locked = {each["name"]: each for each in tomllib.loads(text)["package"]}
        services = {service: needed(folder, service) for service in offered()}
    lines = ["| platform | package | installation | needed by |", "|---|---|---|---|"]
    for platform in PLATFORMS:
        for package in sorted(locked):
            if users := users_without_wheel(locked[package], platform, services):
                is_source = "sdist" in locked[package]
                way = "needs a compiler" if is_source else "not possible"
                lines.append(f"| {platform} | {package} | {way} | {grouped(users)} |")
    return "\n".join(lines) + "\n"


def offered() -> Iterator[tuple[str, str]]:
    """Yield each framework with each of its databases."""
    questionnaire = Questionnaire(ROOT)
    for framework in FRAMEWORKS:
        for database in questionnaire.choices("database"):
            if not questionnaire.refusals({"framework": framework, "database": database}):
                yield framework, database


def needed(folder: Path, service: tuple[str, str]) -> Needed:
    """Return the packages that a service needs, with markers and whether needed at run time."""
    layers = Questionnaire(ROOT).layers(dict(zip(("framework", "database"), service, strict=True)))
    groups = [
        group
        for group, _ in catalogue()
        if all(
            layers.get(name) for name in group.split("-") if name not in {"dev", "tools", "last"}
        )
    ]
    own = exported(
        folder, [group for group in groups if {"dev", "tools"}.isdisjoint(group.split("-"))]
    )
    return {name: (marker, name in own) for name, marker in exported(folder, groups).items()}


def exported(folder: Path, groups: list[str]) -> dict[str, str]:
    """Return the packages that these groups of the catalogue need, with their markers."""
    options = [f"--only-group={group}" for group in groups]
    command = ["uv", "export", "--frozen", "--no-hashes", "--no-annotate", "--no-header", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return dict(re.findall(r"^([\w-]+)==\S+(?: ; (.+))?$", done.stdout, re.MULTILINE))


def users_without_wheel(
    package: dict[str, Any], platform: str, services: dict[tuple[str, str], Needed]
) -> list[tuple[str, str]]:
    """Return the services for which a package has no wheel, and note if it is for development."""
    found = []
    for (framework, database), names in services.items():
        marker, is_own = names.get(package["name"], ("", False))
        if package["name"] in names and any(
            lacks(package, marker, platform, python) for python in PYTHONS
        ):
            found.append((framework, database if is_own else f"{database} (development)"))
    return found


def grouped(users: list[tuple[str, str]]) -> str:
    """Format the services, grouped by their databases."""
    databases: dict[str, list[str]] = {}
    for framework, database in users:
        databases.setdefault(framework, []).append(database)
    frameworks: dict[str, list[str]] = {}
    for framework, used in databases.items():
        frameworks.setdefault(", ".join(used), []).append(framework)
    return "; ".join(f"{', '.join(names)} on {used}" for used, names in frameworks.items())


def lacks(package: dict[str, Any], marker: str, platform: str, python: str) -> bool:
    """Return whether a package is needed and has no wheel for a platform and a Python."""
    tag, system, name, machine = PLATFORMS[platform]
    environment = {
        "sys_platform": system,
        "platform_system": name,
        "platform_machine": machine,
        "os_name": "nt" if system == "win32" else "posix",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    if marker and not Marker(marker).evaluate(environment):
        return False
    return not any(fits(wheel["url"], tag, python) for wheel in package.get("wheels", ()))


def fits(url: str, pattern: str, python: str) -> bool:
    """Return whether a wheel is for a platform and a Python."""
    minor = int(python.partition(".")[2])
    for tag in parse_wheel_filename(url.rpartition("/")[2])[3]:
        is_own = tag.interpreter == f"cp3{minor}" and tag.abi in {f"cp3{minor}", "abi3", "none"}
        is_stable = tag.abi == "abi3" and int(tag.interpreter[3:] or 0) <= minor
        is_any = tag.interpreter in {"py3", f"py3{minor}"} and tag.abi == "none"
        if (is_own or is_stable or is_any) and re.fullmatch(f"any|{pattern}", tag.platform):
            return True
    return False


if __name__ == "__main__":
    main()
