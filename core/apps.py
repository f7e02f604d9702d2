"""The core app: no models of its own."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Register what production refuses."""
        from core import checks  # noqa: F401
