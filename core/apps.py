"""The core app: no models of its own."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
