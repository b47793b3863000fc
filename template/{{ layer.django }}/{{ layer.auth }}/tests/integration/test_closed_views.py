"""Views require authentication unless they are declared public."""

from typing import Any

import pytest
from django.urls import get_resolver
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny, IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView


class Caller:
    """An authenticated caller."""

    is_authenticated = True


class Undecided(BaseAuthentication):
    """An authentication that finds no user and raises no error, like that by session."""

    def authenticate(self, request):
        return None


class TakingAll(BaseAuthentication):
    """Authenticates all requests as the same caller."""

    def authenticate(self, request):
        return Caller(), None


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


class EveryMethodView(APIView):
    def get(self, request):
        return Response("within")

    post = get


class ReadableView(EveryMethodView):
    permission_classes = (IsAuthenticatedOrReadOnly,)


class PublicView(EveryMethodView):
    permission_classes = (AllowAny,)


class SeveralWaysView(EveryMethodView):
    authentication_classes = (*APIView.authentication_classes, TakingAll)


@pytest.mark.parametrize(
    ("view", "get", "post"),
    [(ReadableView, 200, 401), (PublicView, 200, 200), (SeveralWaysView, 200, 200)],
)
def test_without_a_token_permissions_and_other_authentication_decide(view, get, post):
    requests = APIRequestFactory()

    assert view.as_view()(requests.get("/")).status_code == get
    assert view.as_view()(requests.post("/")).status_code == post


def test_a_wrong_token_is_refused_even_where_none_is_needed():
    response: Any = PublicView.as_view()(
        APIRequestFactory().get("/", headers={"Authorization": "Bearer x"})
    )

    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_missing_token_is_answered_like_a_wrong_one():
    requests = APIRequestFactory()
    wrong, missing, other = (
        ReadableView.as_view()(requests.post("/", headers=headers))
        for headers in ({"Authorization": "Bearer x"}, {}, {"Authorization": "Basic eDp5"})
    )

    assert missing.content == other.content == wrong.content
    assert missing.headers == other.headers == wrong.headers


def test_every_view_of_the_api_is_closed_or_says_that_it_is_open():
    routes = [
        route
        for each in get_resolver().url_patterns
        for route in getattr(each, "url_patterns", [each])
    ]
    views = [route.callback.cls for route in routes if hasattr(route.callback, "cls")]

    assert views
    assert [view for view in views if view.permission_classes not in ([IsAuthenticated], ())] == []
