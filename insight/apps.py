"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "insight"

    def ready(self) -> None:
        """Bring the entries of the navigation."""
        from accounts.navigation import may
        from accounts.permissions import Permission
        from core.navigation import NavItem, register

        register(NavItem("team", "Team", "team", order=20, shown=may(Permission.VIEW_TEAM)))
        register(
            NavItem(
                "all-children",
                "All children",
                "all-children",
                order=30,
                shown=may(Permission.VIEW_ALL_CHILDREN),
            )
        )
