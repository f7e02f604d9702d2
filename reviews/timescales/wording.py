"""How a date is said and how a count is told. Never a child's name: "the child"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reviews.timescales.enums import CountedFrom, Unit

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

ORIGINS: dict[CountedFrom, str] = {
    CountedFrom.STARTED: "the day the child became looked after",
    CountedFrom.SHORT_BREAKS_STARTED: "the day the first short break of the series started",
    CountedFrom.FULL_TIME_STARTED: "the day the short breaks became full-time care",
    CountedFrom.FIRST_REVIEW: "the day the first review was held",
    CountedFrom.LAST_REVIEW: "the day the last review was held",
    CountedFrom.LAST_KNOWN_REVIEW: "the day the last known review was held",
    CountedFrom.AUTHORITY: "the day the authority to place the child for adoption was given",
    CountedFrom.PLACED: "the day the child was placed for adoption",
    CountedFrom.RETURNED: "the day the adoption placement ended",
    CountedFrom.LAST_MEETING: "the day of the last review held with a meeting",
    CountedFrom.ADJOURNED_SITTING: "the day the review was adjourned",
    CountedFrom.REVIEW_DATE: "the day of the review",
    CountedFrom.REVIEW_CONCLUDED: "the day the review was concluded",
    CountedFrom.DECISIONS_RECEIVED: "the day the manager received the decisions",
    CountedFrom.DISPUTE_STARTED: "the day the formal dispute started",
    CountedFrom.FIRST_PLACEMENT: "the day the child's first placement started",
    CountedFrom.PLACEMENT_STARTED: "the day the placement started",
    CountedFrom.REMANDED: "the day the child was remanded",
    CountedFrom.LAST_ASSESSMENT: "the day of the last health assessment",
    CountedFrom.APPROVED: "the day of the temporary approval",
    CountedFrom.APPROVAL_ENDED: "the day the 16 weeks of temporary approval end",
    CountedFrom.LAST_VISIT: "the day of the last visit",
    CountedFrom.ORDER_MADE: "the day the care order was made",
    CountedFrom.SIXTEENTH_BIRTHDAY: "the child's 16th birthday",
    CountedFrom.BECAME_ELIGIBLE: "the day the child became an eligible child",
    CountedFrom.LAST_PATHWAY_REVIEW: "the day the pathway plan was made or last reviewed",
    CountedFrom.BORN: "the day the child was born",
}


def long_date(day: date) -> str:
    """Thursday 2 April 2026."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def amount_of(amount: int, unit: Unit) -> str:
    """20 working days, 1 week, 3 calendar months."""
    number = abs(amount)
    word = str(unit) if number != 1 else str(unit).removesuffix("s")
    return f"{number} calendar {word}" if unit is Unit.MONTHS else f"{number} {word}"


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def working_days_note(skipped: Sequence[tuple[date, str]]) -> str:
    """The sentence on what a count in working days passed over, naming each bank holiday with its day."""
    if not skipped:
        return "Weekends are not counted; no bank holiday falls in between."
    named = listed([f"{name} ({long_date(day)})" for day, name in skipped])
    return f"Weekends are not counted, nor {'is' if len(skipped) == 1 else 'are'} {named}."


def calendar_note(counted_from: date, due: date, unit: Unit) -> str:
    """The sentence on why a count in days, weeks or months stays where it falls."""
    note = f"A date counted in {unit} does not move for a weekend or a bank holiday."
    if unit is Unit.MONTHS and due.day != counted_from.day:
        month = _MONTHS[due.month - 1]
        note += (
            f" There is no {counted_from.day} {month} in {due.year}, so the count ends on {due.day} {month}."
        )
    return note


def explain(
    counted_from: date,
    origin: CountedFrom,
    duty: str,
    note: str,
    *readings: str,
) -> str:
    """The whole explanation: the day counted from, the duty, the note on the count, then the readings
    taken."""
    said = f"Counted from {long_date(counted_from)}, {ORIGINS[origin]}: {duty}. {note}"
    return " ".join((said, *readings))
