"""The rooms of a child's page. Upper apps add theirs in AppConfig.ready: the only way up from this app.

A provider gets what the children app knows of the child, who is looking and the day, reads what it needs in a fixed
number of statements, and answers a Panel, or None where it has nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from accounts.actor import Actor
from children.selectors import ChildRecord

Region = Literal["next", "main", "side", "wide", "half"]
"""Where it stands: the bar with the next act, beside each other (main and side), full width, or in halves below."""


@dataclass(frozen=True)
class Panel:
    """One filled room: a template and what it shows (`panel` in the template)."""

    template: str
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Visit:
    """One look at one child's page. `once` keeps what several rooms of one app read, so that it is read once."""

    record: ChildRecord
    actor: Actor
    on: date
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, read: Callable[[], Any]) -> Any:
        """What `read` gives, read at most once a visit."""
        if key not in self._kept:
            self._kept[key] = read()
        return self._kept[key]


Provider = Callable[[Visit], Panel | None]
_rooms: dict[str, tuple[Region, int, Provider]] = {}


def register(name: str, provider: Provider, *, region: Region, order: int) -> None:
    """Add a room. Raises ValueError where the name is taken by another provider."""
    if name in _rooms and _rooms[name][2] is not provider:
        raise ValueError(f"There is a panel called {name} already")
    _rooms[name] = (region, order, provider)


def panels_for(visit: Visit) -> dict[str, list[Panel]]:
    """The filled rooms by region, in order."""
    filled: dict[str, list[Panel]] = {region: [] for region in ("next", "main", "side", "wide", "half")}
    for region, _order, provider in sorted(_rooms.values(), key=lambda room: room[:2]):
        panel = provider(visit)
        if panel is not None:
            filled[region].append(panel)
    return filled
