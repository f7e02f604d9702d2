"""The parts of a review's record, as the task list shows them. Upper apps add theirs in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass

from reviews.enums import Progress
from reviews.models import Review


@dataclass(frozen=True)
class Status:
    """How far a part is, and a word on it."""

    progress: Progress
    hint: str = ""
    cannot_start: str = ""
    """Why it cannot be started yet; empty where it can."""


@dataclass(frozen=True)
class Part:
    """One row of the task list. `title` may hold {child}: the child's name or number is put there."""

    code: str
    section: int
    """1 the review, 2 the child, 3 what the law asks us to consider, 4 decisions and record."""
    order: int
    title: str
    url: Callable[[Review], str]
    status: Callable[[Review], Status]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part. Raises ValueError where another has its code."""
    if part.code in _parts and _parts[part.code] != part:
        raise ValueError(f"There is a part called {part.code} already")
    _parts[part.code] = part


def parts() -> list[Part]:
    """All parts, in the order of the task list."""
    return sorted(_parts.values(), key=lambda part: (part.section, part.order, part.code))
