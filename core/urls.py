"""Addresses of the core app."""

from django.urls import URLPattern, URLResolver

from core import health

urlpatterns: list[URLPattern | URLResolver] = [*health.urlpatterns]
