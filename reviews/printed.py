"""What upper apps add to the full record as it is read and printed: the child's words. Filled in AppConfig.ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.actor import Actor
from reviews.models import Review


@dataclass(frozen=True)
class Printed:
    """One section: its heading, a template, and what it shows (`section` in the template)."""

    heading: str
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Review, Actor], Printed | None]
_sections: dict[str, tuple[int, Provider]] = {}


def register(name: str, provider: Provider, *, order: int) -> None:
    """Add a section. Raises ValueError where the name is taken by another provider."""
    if name in _sections and _sections[name][1] is not provider:
        raise ValueError(f"There is a section called {name} already")
    _sections[name] = (order, provider)


def printed_sections(review: Review, actor: Actor) -> list[Printed]:
    """The filled sections as this reader may see them, in order; a provider may answer None."""
    found = [
        provider(review, actor) for _order, provider in sorted(_sections.values(), key=lambda one: one[0])
    ]
    return [section for section in found if section is not None]
