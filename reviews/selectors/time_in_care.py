"""Time in care on one scale: homes, legal statuses and reviews, drawn on the server as SVG with its table.

Two drawings, one for each width, so that text is never shrunk; the styles show one. What is known is put together here,
reviews/selectors/drawing.py places the shapes and their words, templates/reviews/room_timeline.html is the markup.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from children.codes import meaning
from children.selectors import ChildRecord, Spell, place_name, status_name
from core.dates import MONTHS, plain
from reviews.enums import DutyKind, ReviewState
from reviews.models import Review
from reviews.selectors.child import ReviewsOfChild
from reviews.selectors.drawing import Drawing, Event, Stretch, brief, tall, wide

HELD = (ReviewState.CONCLUDED, ReviewState.COMPLETED)
JOINED = 366
"""Days: periods of care with at most this between them are drawn on one scale (a series of short breaks, a return)."""
SHORTER = {
    "V2": ("s20",),
    "C1": ("Interim order", "ICO"),
    "C2": ("Order",),
    "E1": ("Placement",),
    "V3": ("Breaks",),
    "V4": ("Breaks",),
}
"""Names for a bar too narrow for the legal status in full."""


@dataclass(frozen=True)
class Row:
    """One row of the table below the drawing."""

    day: str
    about: str
    what: str
    more: str
    late: bool = False
    sort: date = date.min


@dataclass
class TimeInCare:
    """Both drawings, what a screen reader hears, what lies before the drawing, and the table."""

    wide: Drawing
    tall: Drawing
    summary: str
    earlier: str
    rows: list[Row]


def time_in_care(record: ChildRecord, known: ReviewsOfChild, on: date) -> TimeInCare | None:
    """The child's latest stretch of care on one scale; None where the portal knows of none."""
    periods = joined(record.periods)
    if not periods:
        return None
    first, end = periods[0].start, periods[-1].end
    homes = [one for one in record.placements if one.start >= first]
    law = [one for one in record.statuses if one.start >= first]
    held = [one for one in held_reviews(known) if one.held_date >= first]
    events = [_held(review, known) for review in held]
    if end is None:
        events += _to_come(record, known, on, first)
    stretch = Stretch(
        first=first,
        until=end or max(on, first),
        open=end is None,
        start_known=bool(periods[0].facts["start_known"]),
        periods=[(one.start, one.end) for one in periods],
        homes=[(one.start, one.end, _home_names(one)) for one in homes],
        law=[(one.start, one.end, (status_name(one.code), *SHORTER.get(one.code, ()))) for one in law],
        events=events,
    )
    return TimeInCare(
        wide(stretch),
        tall(stretch),
        _summary(first, homes, law, held),
        _earlier(record.periods[: -len(periods)]),
        _table(record, known),
    )


def joined(periods: list[Spell]) -> list[Spell]:
    """The last period of care with those before it that followed one another closely."""
    stretch = periods[-1:]
    for one in reversed(periods[:-1]):
        if one.end is None or stretch[0].start - one.end > timedelta(days=JOINED):
            break
        stretch.insert(0, one)
    return stretch


def held_reviews(known: ReviewsOfChild) -> list[Review]:
    """The reviews held to their end, oldest first."""
    return [one for one in reversed(known.reviews) if one.state in HELD and one.held_date]


def _home_names(home: Spell) -> tuple[str, ...]:
    kind, carers = place_name(home.code), home.facts.get("carers") or ""
    brief_kind = kind.split(",")[0]
    lower = brief_kind[:1].lower() + brief_kind[1:]
    return (f"{carers}, {lower}", carers, brief_kind) if carers else (kind, brief_kind)


def _held(review: Review, known: ReviewsOfChild) -> Event:
    if review.on_time is False:
        days = known.days_late(review)
        return Event(review.held_date, "late", review.number, f"Review {review.number}", f", {days} late")
    return Event(review.held_date, "ok", review.number, f"Review {review.number}")


def _to_come(record: ChildRecord, known: ReviewsOfChild, on: date, first: date) -> Iterable[Event]:
    """The review that is due next: an open circle, or late where its day is past."""
    due = next((duty.due_date for duty in known.duties if duty.kind == DutyKind.REVIEW), None)
    if due is None or due < first:
        return
    number = known.next_number(record.period) if record.period else None
    kind = "overdue" if due < on else "todo"
    title = f"Review {number}" if number else "Next review"
    yield Event(due, kind, number or 0, title, before="was due " if due < on else "by ")


def _counted(number: int, word: str, many: str) -> str:
    return f"{number} {word if number == 1 else many}"


def _summary(first: date, homes: list[Spell], law: list[Spell], held: list[Review]) -> str:
    late = sum(1 for one in held if one.on_time is False)
    in_time = sum(1 for one in held if one.on_time)
    timing = f": {in_time} in time, {late} late" if held else ""
    return (
        f"Time line of care from {MONTHS[first.month - 1]} {first.year}. {_counted(len(homes), 'home', 'homes')}, "
        f"{_counted(len(law), 'legal status', 'legal statuses')}, {_counted(len(held), 'review', 'reviews')}{timing}. "
        "The same facts are in the table below."
    )


def _earlier(periods: list[Spell]) -> str:
    """Periods of care too long ago to be drawn."""
    if not periods:
        return ""
    said = [f"{plain(one.start)} to {plain(one.end)}" for one in periods]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"Looked after before: {listed}. The table has it all."


def _table(record: ChildRecord, known: ReviewsOfChild) -> list[Row]:
    """Everything known, in every period of care, oldest first."""
    rows = [row for period in record.periods for row in _period_rows(period)]
    rows += [_home_row(home) for home in record.placements]
    rows += [
        Row(brief(one.start), "Legal status", f"{status_name(one.code)}{_until(one)}", "", sort=one.start)
        for one in record.statuses
    ]
    rows += [_review_row(review, known) for review in held_reviews(known)]
    return sorted(rows, key=lambda row: row.sort)


def _until(spell: Spell) -> str:
    return f", until {brief(spell.end)}" if spell.end else ""


def _period_rows(period: Spell) -> Iterable[Row]:
    if period.facts["start_known"]:
        what, more = "Started to be looked after", "Date given by a person" if period.facts["given"] else ""
    else:
        what, more = "Looked after by this day", "When it began is not known"
    yield Row(brief(period.start), "Period of care", what, more, sort=period.start)
    if period.end is not None:
        code = period.facts["end_reason"]
        why = meaning("rec", code) if code else ""
        yield Row(brief(period.end), "Period of care", "Ceased to be looked after", why, sort=period.end)


def _home_row(home: Spell) -> Row:
    carers = f" with {home.facts['carers']}" if home.facts.get("carers") else ""
    reason = meaning("reason_place_change", home.facts["reason"]) if home.facts.get("reason") else ""
    what = f"{place_name(home.code)}{carers}{_until(home)}"
    return Row(brief(home.start), "Home", what, f"Ended: {reason}" if reason else "", sort=home.start)


def _review_row(review: Review, known: ReviewsOfChild) -> Row:
    late = review.on_time is False
    due = f"Due by {brief(review.due_date)}" if review.due_date else "No date stood due"
    if late:
        days = known.days_late(review)
        said = f"{days} working day{'' if days == 1 else 's'} late"
        due = f"{due}. Why: {review.late_reason}" if review.late_reason else due
    else:
        said = "In time" if review.on_time else "Held"
    return Row(brief(review.held_date), f"Review {review.number}", said, due, late, review.held_date)
