"""The entries of the main navigation that this app brings, and how an entry asks for a permission."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.permissions import Permission
from core.navigation import NavItem, register


def may(permission: Permission) -> Callable[[HttpRequest], bool]:
    """Shown to people whose role here permits it; asks nothing of the database."""

    def shown(request: HttpRequest) -> bool:
        actor = getattr(request, "actor", None)
        return actor is not None and actor.may(permission)

    return shown


def has_others(request: HttpRequest) -> bool:
    """Shown to people with roles in several places."""
    actor = getattr(request, "actor", None)
    return actor is not None and bool(actor.others)


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(NavItem("people", "People", "people", order=60, shown=may(Permission.MANAGE_PEOPLE)))
    register(NavItem("settings", "Settings", "settings", order=70, shown=may(Permission.EDIT_SETTINGS)))
    register(
        NavItem(
            "authorities", "Authorities", "authorities", order=80, shown=may(Permission.MANAGE_AUTHORITIES)
        )
    )
    register(NavItem("choose", "Other authorities", "choose-authority", order=90, shown=has_others))
