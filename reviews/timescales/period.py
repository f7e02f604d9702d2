"""A period of care as the events so far have left it: what the walk writes and the rules read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reviews.timescales.enums import CountedFrom, Rule, Unit
from reviews.timescales.model import Event


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which a count starts; `place` is the event's place, so that one day's events keep their
    order."""

    on: date
    place: int


@dataclass(frozen=True, slots=True)
class Review(Mark):
    """A review that was held: with a meeting or without, in one sitting or adjourned."""

    meeting: bool
    adjourned: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date one clock gives, not yet explained."""

    due: date
    rule: Rule
    counted_from: date
    origin: CountedFrom
    amount: int
    unit: Unit
    duty: str
    readings: tuple[str, ...] = ()
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Adjourned(Mark):
    """A first sitting that waits to be resumed: what stood due before it, and the last day to resume."""

    event: Event
    standing: Candidate | None
    until: date


@dataclass(slots=True)
class Period:
    """A period of care as the events so far have left it."""

    start: Mark
    start_known: bool
    short_breaks: bool
    origin: CountedFrom
    reviews: list[Review] = field(default_factory=list)
    authority: Mark | None = None
    placed: Mark | None = None
    returned: Mark | None = None
    fostered_since: date | None = None
    adjourned: Adjourned | None = None
    full_time_kept_count: bool = False

    def since(self, mark: Mark) -> list[Review]:
        """The reviews whose first sitting came after the mark, oldest first."""
        return [review for review in self.reviews if review.place > mark.place]
