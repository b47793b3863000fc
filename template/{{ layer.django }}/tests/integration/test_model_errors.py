"""Errors of Django's models and forms get responses with the common error body."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, RestrictedError
from django.urls import path
from rest_framework.views import APIView


class FailingView(APIView):
    authentication_classes = ()
    permission_classes = ()
    error: Any = None

    def get(self, request):
        raise self.error


ERRORS = {
    "fields": ValidationError({"name": ["Is taken."], "__all__": ["Contradicts itself."]}),
    "whole": ValidationError("Is not valid."),
    "protected": ProtectedError("A secret of the service", set()),
    "restricted": RestrictedError("A secret of the service", set()),
}
urlpatterns = [path(name, FailingView.as_view(error=error)) for name, error in ERRORS.items()]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("fields", [("name", "Is taken."), ("body", "Contradicts itself.")]),
        ("whole", [("body", "Is not valid.")]),
    ],
)
def test_it_is_told_by_its_fields(client, name, fields):
    response = client.get(f"/{name}")

    assert response.status_code == 422
    assert response.json()["error"] == "validation_error"
    assert [tuple(each.values()) for each in response.json()["fields"]] == fields


@pytest.mark.parametrize("name", ["protected", "restricted"])
def test_a_record_on_which_others_depend_is_a_conflict(client, name):
    response = client.get(f"/{name}")

    assert response.status_code == 409
    assert response.json() == {
        "error": "conflict",
        "message": "Other records depend on this one, so it cannot be deleted.",
    }
