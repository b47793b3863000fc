"""Paths of this project's own, beside those of the API, which stand in api/v1/urls.py."""

from django.urls import URLPattern, URLResolver


urlpatterns: list[URLPattern | URLResolver] = []
