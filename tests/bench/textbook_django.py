"""Program (a) for Django, what tutorials teach: a ModelViewSet, and a connection for each request.

It checks tokens and looks the user up as the service does, and logs with the service's own code, so
that the two differ in how they treat the framework and the database.
"""
# mypy: ignore-errors
# ruff: noqa: E402 - Django wants its settings before its models
# It runs in the environment of a rendered service, whose packages mypy does not find here.

import os
from typing import Any
from urllib.parse import urlsplit

import django
import jwt
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
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
    MIDDLEWARE=[
        "app.middleware.logging.RequestLogMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": ADDRESS.hostname,
            "PORT": ADDRESS.port,
            "USER": ADDRESS.username,
            "PASSWORD": ADDRESS.password,
            "NAME": ADDRESS.path[1:],
        },
    },
    REST_FRAMEWORK={
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
        "PAGE_SIZE": 20,
    },
    LOGGING_CONFIG=None,
)
django.setup()
logs.configure(get_settings())

from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer, ModelSerializer
from rest_framework.viewsets import ModelViewSet


class User(models.Model):
    """A user."""

    email = models.EmailField()
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    is_active = models.BooleanField()

    is_authenticated = True

    class Meta:
        app_label = "textbook"
        db_table = "users"


class Item(models.Model):
    """An item."""

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


class ItemSerializer(ModelSerializer):
    """An item, as callers send and see it."""

    class Meta:
        model = Item
        fields = "__all__"
        read_only_fields = ("owner", "status", "version")


class TokenAuthentication(BaseAuthentication):
    """Loads the active user that the token was issued to."""

    def authenticate(self, request: Request) -> tuple[User, None]:
        """Return the user."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            options = {"require": ["sub", "iat", "exp"]}
            claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options=options)
            return User.objects.get(pk=claims["sub"], is_active=True), None
        except (jwt.InvalidTokenError, User.DoesNotExist) as error:
            raise AuthenticationFailed from error


class ItemViewSet(ModelViewSet):
    """One's own items, by id."""

    serializer_class = ItemSerializer
    authentication_classes = (TokenAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get_queryset(self) -> models.QuerySet[Item]:
        """Narrow to the caller's own."""
        return Item.objects.filter(owner=self.request.user).order_by("id")

    def perform_create(self, serializer: BaseSerializer[Item]) -> None:
        """Make a draft that the caller owns."""
        serializer.save(owner=self.request.user)


def live(_: HttpRequest) -> Any:
    """Tell that the process answers."""
    return JsonResponse({"status": "ok"})


router = DefaultRouter(trailing_slash=False)
router.register("items", ItemViewSet, basename="item")
urlpatterns = [path("health/live", live), path("api/v1/", include(router.urls))]
application = get_wsgi_application()
