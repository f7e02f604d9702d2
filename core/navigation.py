"""The main navigation. Each app brings its entries in AppConfig.ready; the layout shows those a person may use.

    from core.navigation import NavItem, register
    register(NavItem("caseload", "My children", "reviews:caseload", order=10, shown=may(Permission.SEE_CASELOAD)))

`shown` gets the request and answers from what is already on it: it must not ask the database, since every page asks it.
A page names the entry it belongs to: `nav = "caseload"`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class NavItem:
    """One entry. `key` is what pages name; `order` sorts (10, 20, 30, so that others fit between)."""

    key: str
    label: str
    url_name: str
    order: int
    shown: Callable[[HttpRequest], bool]


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an entry. The same key twice replaces it, since apps may be set up twice in tests."""
    _items[item.key] = item


def registered() -> list[NavItem]:
    """Every entry in its order."""
    return sorted(_items.values(), key=lambda item: (item.order, item.key))


@lru_cache(maxsize=64)
def _url(name: str) -> str:
    return reverse(name)


def links(request: HttpRequest) -> list[tuple[NavItem, str]]:
    """The entries this person may use, each with its address."""
    return [(item, _url(item.url_name)) for item in registered() if item.shown(request)]
