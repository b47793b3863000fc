"""A service cannot have the name of one of its dependencies."""

import pytest

from extensions import answers as subject
from tests.helpers.questions import refusals
from tools.names import lock


def test_the_names_of_all_that_the_catalogue_locks_are_written_down(tmp_path):
    missing = lock(tmp_path) - subject.taken("distributions")
    assert not missing, "`python -m tools.names` writes them down"


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        # Direct and indirect dependencies, on any platform.
        *((slug, "must not be a dependency's name") for slug in ("sqlalchemy", "packaging")),
        *((slug, "must not be a dependency's name") for slug in ("colorama", "types-pymysql")),
        # Programs that would be in the environment twice.
        *((slug, "must not be a dependency's program") for slug in ("python", "lint-imports")),
    ],
)
def test_a_slug_is_no_dependencys(slug, why):
    assert refusals({"project_slug": slug}) == {"project_slug": why}


@pytest.mark.parametrize(
    "package",
    [
        *("email", "tomllib", "compression", "alembic", "jwt", "attr", "rest_framework", "xdist"),
        *("dev", "tests", "conftest", "manage", "static"),
    ],
)
def test_a_package_shadows_no_module(package):
    assert refusals({"package_name": package}) == {"package_name": "is taken by another module"}


def test_a_project_called_like_a_dependency_gets_a_slug_and_a_package_of_its_own():
    assert subject.slug_of("Packaging") == "packaging-service"
    assert subject.package_of("packaging") == "app"
