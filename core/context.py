"""What the layout needs on every page, worked out only when a template asks and without any statement of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject

from core import navigation, theme
from core.pages import PageInfo


@dataclass(frozen=True)
class NavLink:
    """One entry as drawn."""

    key: str
    label: str
    url: str
    current: str
    """aria-current: "page" on the page itself, "true" on the pages below it, empty elsewhere."""


class Portal:
    """`portal` in templates. Reads only what the middleware has already put on the request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def actor(self) -> Any:
        """The person at work here (accounts.actor.Actor), or None."""
        return getattr(self.request, "actor", None)

    @cached_property
    def council(self) -> str:
        """The council's name; empty for strangers and for roles of the platform."""
        authority = getattr(self.actor, "authority", None)
        return authority.name if authority else ""

    @property
    def name(self) -> str:
        """What stands at the end of the tab's title."""
        return f"IRO portal – {self.council}" if self.council else "IRO portal"

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in, with or without a role today."""
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @property
    def person_name(self) -> str:
        """Who is signed in."""
        return str(self.request.user.name) if self.signed_in else ""

    @cached_property
    def colour(self) -> str:
        """The council's colour as six hex digits, readable with white."""
        authority = getattr(self.actor, "authority", None)
        return theme.readable(authority.colour) if authority and authority.colour else theme.DEFAULT

    @property
    def theme_url(self) -> str:
        """The council's own stylesheet; empty where the portal's own colour does."""
        if self.colour == theme.DEFAULT:
            return ""
        return f"/theme/{self.colour}.css?v={theme.VERSION}"

    @cached_property
    def nav_items(self) -> list[tuple[navigation.NavItem, str]]:
        """The entries this person may use."""
        return navigation.links(self.request) if self.actor else []

    def nav_links(self, current: str) -> list[NavLink]:
        """The entries, with the one of this page marked."""
        path = self.request.path
        return [
            NavLink(
                item.key, item.label, url, "page" if url == path else "true" if item.key == current else ""
            )
            for item, url in self.nav_items
        ]

    @property
    def is_demo(self) -> bool:
        """Whether this is a place with invented people."""
        return not settings.PRODUCTION


def page(request: HttpRequest) -> dict[str, Any]:
    """The layout's context: `portal`, the token of the sign-out form, and an empty `page` for views that are not ours.

    None of it costs anything until it is used.
    """
    return {
        "page": PageInfo(title=""),
        "portal": SimpleLazyObject(lambda: Portal(request)),
        "signout_token": SimpleLazyObject(lambda: get_token(request)),
    }
