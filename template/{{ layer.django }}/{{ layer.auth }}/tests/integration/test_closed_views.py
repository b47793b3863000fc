"""A view is closed unless it says that it is open."""

import pytest
from django.urls import get_resolver
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView


class Undecided(BaseAuthentication):
    """Knows nobody, and refuses nobody, as that of sessions does."""

    def authenticate(self, request):
        return None


class PlainView(APIView):
    authentication_classes = (Undecided,)

    def get(self, request):
        return Response("within")


class OpenView(PlainView):
    permission_classes = ()


@pytest.mark.parametrize(("view", "status"), [(PlainView, 403), (OpenView, 200)])
def test_only_a_view_that_says_so_is_open(view, status):
    request = APIRequestFactory().get("/")

    assert view.as_view()(request).status_code == status


def test_every_view_of_the_api_is_closed_or_says_that_it_is_open():
    routes = [
        route
        for each in get_resolver().url_patterns
        for route in getattr(each, "url_patterns", [each])
    ]
    views = [route.callback.cls for route in routes if hasattr(route.callback, "cls")]

    assert views
    assert [view for view in views if view.permission_classes not in ([IsAuthenticated], ())] == []
