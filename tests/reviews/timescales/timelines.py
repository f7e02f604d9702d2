"""Timelines written short: `told("2025-12-01 started", "2025-12-19 held")`."""

from __future__ import annotations

from datetime import date

from core.calendar import ENGLAND, WorkingCalendar
from reviews.timescales import (
    DEFAULT_SETTINGS,
    Answer,
    Basis,
    ClockSettings,
    Event,
    EventKind,
    Timeline,
    review_dates,
)

BORN = date(2012, 6, 15)

WORDS = {
    "started": (EventKind.STARTED, {"basis": Basis.ACCOMMODATED}),
    "short-breaks": (EventKind.STARTED, {"basis": Basis.SHORT_BREAKS}),
    "remanded": (EventKind.STARTED, {"basis": Basis.REMANDED}),
    "unknown-start": (EventKind.STARTED, {"basis": Basis.ACCOMMODATED, "start_known": False}),
    "unknown-short-breaks": (EventKind.STARTED, {"basis": Basis.SHORT_BREAKS, "start_known": False}),
    "full-time": (EventKind.SHORT_BREAKS_BECAME_FULL_TIME, {}),
    "authorised": (EventKind.AUTHORISED_TO_PLACE, {}),
    "placed": (EventKind.PLACED_FOR_ADOPTION, {}),
    "returned": (EventKind.ADOPTION_PLACEMENT_ENDED, {}),
    "fostered": (EventKind.LONG_TERM_FOSTERING_STARTED, {}),
    "moved": (EventKind.PLACEMENT_CHANGED, {}),
    "held": (EventKind.REVIEW_HELD, {}),
    "held-not-full": (EventKind.REVIEW_HELD, {"full": False}),
    "held-no-meeting": (EventKind.REVIEW_HELD, {"meeting": False}),
    "held-extra": (EventKind.REVIEW_HELD, {"extra": True}),
    "adjourned": (EventKind.REVIEW_ADJOURNED, {}),
    "resumed": (EventKind.REVIEW_RESUMED, {}),
    "resumed-not-full": (EventKind.REVIEW_RESUMED, {"full": False}),
    "cancelled": (EventKind.REVIEW_CANCELLED, {}),
    "ceased": (EventKind.CEASED, {}),
}


def event(text: str) -> Event:
    """One event of "2025-12-01 started"."""
    on, word = text.split()
    kind, more = WORDS[word]
    return Event(on=date.fromisoformat(on), kind=kind, **more)


def timeline(*texts: str, born: date = BORN, as_of: date | None = None) -> Timeline:
    return Timeline(born, [event(text) for text in texts], as_of)


def told(
    *texts: str,
    born: date = BORN,
    settings: ClockSettings = DEFAULT_SETTINGS,
    calendar: WorkingCalendar = ENGLAND,
) -> Answer:
    """The clock's answer to a timeline written short."""
    return review_dates(timeline(*texts, born=born), settings=settings, calendar=calendar)


def next_of(answer: Answer) -> str | None:
    """Due date, rule and day counted from, on one line."""
    due = answer.next_review
    return f"{due.due} {due.rule} from {due.counted_from}" if due else None


def held_of(answer: Answer) -> list[str]:
    """Each review: held, due, in time or late, rule."""
    timing = {True: "in time", False: "late", None: "-"}
    return [f"{one.held} {one.due} {timing[one.on_time]} {one.rule}" for one in answer.reviews]
