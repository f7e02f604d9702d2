"""The returns app."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "returns"

    def ready(self) -> None:
        """Bring the entries of the navigation."""
        from accounts.navigation import may
        from accounts.permissions import Permission
        from core.navigation import NavItem, register

        register(NavItem("imports", "Imports", "imports", order=40, shown=may(Permission.IMPORT_903)))
        register(NavItem("exports", "Exports", "exports", order=45, shown=may(Permission.EXPORT_903)))
