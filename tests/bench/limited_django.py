"""Applications with Django for `limiters.py`, with and without a limit of their views.

This module runs in the environment of a rendered service, with the compared packages.
"""
# mypy: ignore-errors
# It runs in a rendered service's environment, whose packages mypy does not find here.

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import path
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView


settings.ROOT_URLCONF = __name__
settings.CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
    }
}
django.setup()


class Throttle(AnonRateThrottle):
    """The throttle of Django REST framework."""

    rate = "100/min"


class View(APIView):
    """A view for anyone."""

    authentication_classes = ()
    permission_classes = ()

    def get(self, request):
        """Respond with an empty object."""
        return Response({})


urlpatterns = [
    path("", View.as_view()),
    path("throttled", View.as_view(throttle_classes=(Throttle,))),
]


def service(_: str, *, is_limited: bool):
    """Return an application with the service's middleware."""
    limit = ["app.middleware.rate_limit.RateLimitMiddleware"]
    settings.MIDDLEWARE = limit if is_limited else []
    return WSGIHandler()


def throttle(_: str, *, is_limited: bool):
    """Return an application with the throttle."""
    app = service(_, is_limited=False)
    path_info = "/throttled" if is_limited else "/"
    return lambda environ, start: app({**environ, "PATH_INFO": path_info}, start)


PROGRAMS = {"service": service, "DRF's throttle": throttle}
