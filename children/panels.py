"""The rooms of a child's page. Upper apps add theirs in AppConfig.ready: the only way up from this app.

A provider gets the child, who is looking and the day, reads what it needs in a fixed number of statements, and answers
a Panel, or None where it has nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from accounts.actor import Actor
from children.models import Child

Region = Literal["facts", "next", "main", "side", "wide", "half"]
"""Where it stands: in the line of facts, the bar with the next act, beside each other, or full width below."""


@dataclass(frozen=True)
class Panel:
    """One filled room: a template and what it shows (`panel` in the template)."""

    template: str
    content: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Child, Actor, date], Panel | None]
_rooms: dict[str, tuple[Region, int, Provider]] = {}


def register(name: str, provider: Provider, *, region: Region, order: int) -> None:
    """Add a room. Raises ValueError where the name is taken by another provider."""
    if name in _rooms and _rooms[name][2] is not provider:
        raise ValueError(f"There is a panel called {name} already")
    _rooms[name] = (region, order, provider)


def panels_for(child: Child, actor: Actor, on: date) -> dict[str, list[Panel]]:
    """The filled rooms by region, in order."""
    filled: dict[str, list[Panel]] = {}
    for region, _order, provider in sorted(_rooms.values(), key=lambda room: room[:2]):
        panel = provider(child, actor, on)
        if panel is not None:
            filled.setdefault(region, []).append(panel)
    return filled
