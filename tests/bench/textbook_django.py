"""Program (a) for Django, what tutorials teach: a `ModelViewSet`, a connection for each request.

What the service does, it does as well: it checks the token and loads the active user, logs with the
service's own code, reads a page of 20 items with the count of all and the same fields, sends `ETag`
or `X-Total-Count`, and has the middleware of `startproject` with CORS, CSP and static files, on the
service's server in as many threads. What differs is how the two treat Django: the service keeps
connections in a pool, reads a list in one query, and builds the fields of a serializer once. With
`BENCH_POOL` this program has a pool, too.
"""
# mypy: ignore-errors
# ruff: noqa: E402 - Django needs its settings before its models
# This module runs in a rendered service's environment, whose packages mypy does not find here.

import os
from typing import Any
from urllib.parse import urlsplit

import django
import jwt
from a2wsgi import WSGIMiddleware
from app import logs
from app.config import get_settings
from django.conf import settings


SECRET_KEY = os.environ["SECRET_KEY"]
ADDRESS = urlsplit(os.environ["DATABASE_URL"])

settings.configure(
    SECRET_KEY=SECRET_KEY,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=[
        *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"),
        *("django.contrib.messages", "corsheaders", "rest_framework"),
    ],
    MIDDLEWARE=[
        "app.middleware.logging.RequestLoggingMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "corsheaders.middleware.CorsMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.csp.ContentSecurityPolicyMiddleware",
    ],
    SECURE_CSP={"default-src": ["'self'"]},
    STATIC_URL="static/",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": ADDRESS.hostname,
            "PORT": ADDRESS.port,
            "USER": ADDRESS.username,
            "PASSWORD": ADDRESS.password,
            "NAME": ADDRESS.path[1:],
            "OPTIONS": {"pool": True} if "BENCH_POOL" in os.environ else {},
        },
    },
    LOGGING_CONFIG=None,
)
django.setup()
logs.configure_logging(get_settings())

from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer, ModelSerializer
from rest_framework.viewsets import ModelViewSet


class User(models.Model):
    """A registered user."""

    email = models.EmailField()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    is_active = models.BooleanField()

    is_authenticated = True

    class Meta:
        app_label = "textbook"
        db_table = "users"


class Item(models.Model):
    """An item of a user."""

    owner = models.ForeignKey(User, models.CASCADE)
    name = models.CharField(max_length=100)
    description = models.TextField(null=True, max_length=2000)
    status = models.CharField(max_length=20, default="draft")
    price = models.DecimalField(max_digits=10, decimal_places=2)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "textbook"
        db_table = "items"


class OwnerSerializer(ModelSerializer):
    """The owner of an item in responses."""

    class Meta:
        model = User
        fields = ("id", "name")


class ItemSerializer(ModelSerializer):
    """The body of an item in requests and responses."""

    owner = OwnerSerializer(read_only=True)

    class Meta:
        model = Item
        fields = (
            *("id", "owner_id", "owner", "name", "description", "status", "price"),
            *("version", "created_at", "updated_at"),
        )
        read_only_fields = ("status", "version")


class ItemPagination(LimitOffsetPagination):
    """Pages with the service's body and header."""

    default_limit = 20
    max_limit = 100

    def get_paginated_response(self, data: list[Any]) -> Response:
        """Return a page."""
        body = {"items": data, "total": self.count, "limit": self.limit, "offset": self.offset}
        return Response(body, headers={"X-Total-Count": str(self.count)})


class TokenAuthentication(BaseAuthentication):
    """Loads the active user that the token was issued to."""

    def authenticate(self, request: Request) -> tuple[User, None]:
        """Return the user of the token."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            options = {"require": ["sub", "iat", "exp"]}
            claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options=options)
            return User.objects.get(pk=claims["sub"], is_active=True), None
        except (jwt.InvalidTokenError, User.DoesNotExist) as error:
            raise AuthenticationFailed from error


class ItemViewSet(ModelViewSet):
    """The caller's own items."""

    serializer_class = ItemSerializer
    authentication_classes = (TokenAuthentication,)
    permission_classes = (IsAuthenticated,)
    pagination_class = ItemPagination

    def get_queryset(self) -> models.QuerySet[Item]:
        """Return the caller's items, by id."""
        own = Item.objects.filter(owner=self.request.user)
        return own.select_related("owner").order_by("id")

    def retrieve(self, request: Request, *args: Any, **options: Any) -> Response:
        """Show an item to its owner."""
        response = super().retrieve(request, *args, **options)
        response["ETag"] = f'"{response.data["version"]}"'
        return response

    def create(self, request: Request, *args: Any, **options: Any) -> Response:
        """Make a draft."""
        response = super().create(request, *args, **options)
        response["ETag"] = f'"{response.data["version"]}"'
        return response

    def perform_create(self, serializer: BaseSerializer[Item]) -> None:
        """Create a draft that belongs to the caller."""
        serializer.save(owner=self.request.user)


def live(_: HttpRequest) -> Any:
    """Return 200 while the process runs."""
    return JsonResponse({"status": "ok"})


router = DefaultRouter(trailing_slash=False)
router.register("items", ItemViewSet, basename="item")
urlpatterns = [path("health/live", live), path("api/v1/", include(router.urls))]
application = WSGIMiddleware(get_wsgi_application(), workers=16)
