"""docs/platforms.md lists the packages without a wheel."""

import pytest

from tests.helpers.rendering import ROOT
from tools.wheels import PLATFORMS, fits, table


DOCUMENT = (ROOT / "docs/platforms.md").read_text()
# The platforms for which the text says that all packages have wheels.
WHEELS = {"Linux, x86-64", "Linux, ARM", "macOS, Apple silicon", "Windows, x86-64"}


@pytest.mark.full
def test_the_table_is_what_the_locked_packages_give():
    found = table()
    assert found in DOCUMENT, "`python -m tools.wheels` writes it"


def test_no_package_lacks_a_wheel_where_the_text_promises_them():
    rows = [line.split(" | ") for line in DOCUMENT.splitlines() if line.startswith("| ")]
    named = {row[0].removeprefix("| ") for row in rows[1:]}
    assert named
    assert named <= {*PLATFORMS} - WHEELS


@pytest.mark.parametrize(
    ("wheel", "platform", "python"),
    [
        ("a-1-py3-none-any.whl", "Windows, ARM", "3.14"),
        ("a-1-py2.py3-none-any.whl", "Alpine, ARM", "3.12"),
        ("a-1-cp313-cp313-manylinux_2_28_x86_64.whl", "Linux, x86-64", "3.13"),
        ("a-1-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", "Linux, ARM", "3.13"),
        ("a-1-cp39-abi3-musllinux_1_2_x86_64.whl", "Alpine, x86-64", "3.14"),
        ("a-1-cp312-cp312-macosx_10_13_universal2.whl", "macOS, Intel", "3.12"),
        ("a-1-py3-none-win_arm64.whl", "Windows, ARM", "3.13"),
    ],
)
def test_a_wheel_fits(wheel, platform, python):
    assert fits(f"https://files.example.com/{wheel}", PLATFORMS[platform][0], python)


@pytest.mark.parametrize(
    ("wheel", "platform", "python"),
    [
        ("a-1-cp313-cp313-manylinux_2_28_x86_64.whl", "Alpine, x86-64", "3.13"),
        ("a-1-cp313-cp313-manylinux_2_28_x86_64.whl", "Linux, x86-64", "3.12"),
        ("a-1-cp313-cp313t-manylinux_2_28_x86_64.whl", "Linux, x86-64", "3.13"),
        ("a-1-cp314-abi3-win_amd64.whl", "Windows, x86-64", "3.13"),
        ("a-1-cp312-cp312-macosx_11_0_arm64.whl", "macOS, Intel", "3.12"),
        ("a-1-pp311-pypy311_pp73-win_amd64.whl", "Windows, x86-64", "3.12"),
    ],
)
def test_a_wheel_does_not_fit(wheel, platform, python):
    assert not fits(f"https://files.example.com/{wheel}", PLATFORMS[platform][0], python)
