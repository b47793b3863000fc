"""This project's own paths outside the API. The paths of the API are in api/v1/urls.py."""

from django.urls import URLPattern, URLResolver


urlpatterns: list[URLPattern | URLResolver] = []
