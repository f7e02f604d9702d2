"""What goes into the clock and what comes out: plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reviews.timescales.enums import (
    Basis,
    ClockState,
    Confidence,
    CountedFrom,
    EventKind,
    Fault,
    NoDateReason,
    Rule,
    Unit,
)


class TimelineError(ValueError):
    """A timeline that cannot be. The message is a plain sentence; `fault` is its code, `index` the event's
    place."""

    def __init__(self, fault: Fault, message: str, *, index: int | None = None) -> None:
        super().__init__(message)
        self.fault = fault
        self.index = index


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day.

    `basis` and `start_known` belong to a start. `full` is False where Schedule 7 was not gone through:
    such a review does not count. `meeting` is False where the review was held without one. `extra` marks a
    review held over and above the planned ones; what it does to the clock is a choice in `ClockSettings`.
    """

    on: date
    kind: EventKind
    basis: Basis | None = None
    start_known: bool = True
    full: bool = True
    meeting: bool = True
    extra: bool = False


@dataclass(frozen=True, slots=True, init=False)
class Timeline:
    """A child's events, oldest first; on one day in the order given. `as_of` only bounds them."""

    date_of_birth: date
    events: tuple[Event, ...]
    as_of: date | None = None

    def __init__(self, date_of_birth: date, events: Iterable[Event], as_of: date | None = None) -> None:
        object.__setattr__(self, "date_of_birth", date_of_birth)
        object.__setattr__(self, "events", tuple(events))
        object.__setattr__(self, "as_of", as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A date something is due by, with its working.

    `amount` of `unit` was counted from `counted_from` (negative: back from it). `skipped` are the bank
    holidays on weekdays that a count in working days passed over. `plan_for` is the last working day on or
    before `due`. `not_before` is set where the law also says when it is too early. `competing` is the
    other clock's date where two run; this one governs.
    """

    due: date
    rule: Rule
    counted_from: date
    counted_from_event: CountedFrom
    amount: int
    unit: Unit
    explanation: str
    skipped: tuple[tuple[date, str], ...]
    plan_for: date
    confidence: Confidence
    not_before: date | None = None
    competing: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReview:
    """A review that counts, with what stood due on the day it was held.

    `number` is its place among the known reviews of its period of care, from 1. `due`, `rule` and
    `on_time` are None where nothing stood due. `concluded` is the day of the last sitting; `held` that of
    the one it is dated by.
    """

    held: date
    concluded: date
    number: int
    meeting: bool
    due: date | None
    rule: Rule | None
    on_time: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the clock says after the last event of a timeline.

    `no_date_reason` is set just where `next_review` is None. `adjourned_until` is the last day an open
    adjourned review may be resumed.
    """

    next_review: Due | None
    next_meeting: Due | None
    reviews: tuple[HeldReview, ...]
    state: ClockState
    no_date_reason: NoDateReason | None
    adjourned_until: date | None = None
