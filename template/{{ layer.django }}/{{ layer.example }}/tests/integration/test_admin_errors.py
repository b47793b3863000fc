"""Errors are pages on the admin site, and JSON everywhere else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client


ERRORS = {"denied": (PermissionDenied(), 403), "unhandled": (RuntimeError("a secret"), 500)}


def failing(get_response):
    """Fail as the query says."""

    def middleware(request):
        if "error" in request.GET:
            raise ERRORS[request.GET["error"]][0]
        return get_response(request)

    return middleware


@pytest.fixture(autouse=True)
def _added(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.failing"]


def test_a_page_that_is_not_there_is_html_on_the_admin_site(site):
    missing = site.get("/admin/nothing/")

    assert missing.status_code == 404
    assert missing.headers["Content-Type"].startswith("text/html")
    assert "Page not found" in missing.text


def test_a_path_that_is_not_there_is_json_elsewhere(site):
    assert site.get("/nothing").json()["error"] == "not_found"


@pytest.mark.parametrize("name", ERRORS)
def test_other_errors_of_the_admin_site_are_pages_too(db, name):
    _, status = ERRORS[name]
    answer = Client(raise_request_exception=False).get(f"/admin/login/?error={name}")

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "secret" not in answer.text
