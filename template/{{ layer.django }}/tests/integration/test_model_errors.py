"""A `ValidationError` from Django's models and forms gets a response with the invalid fields."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import path
from rest_framework.views import APIView


class InvalidView(APIView):
    authentication_classes = ()
    permission_classes = ()
    error: Any = None

    def get(self, request):
        raise ValidationError(self.error)


ERRORS = {
    "fields": {"name": ["Is taken."], "__all__": ["Contradicts itself."]},
    "whole": "Is not valid.",
}
urlpatterns = [path(name, InvalidView.as_view(error=error)) for name, error in ERRORS.items()]
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
