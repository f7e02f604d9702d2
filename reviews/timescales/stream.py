"""Timelines as JSON lines, in and out: what `manage.py review_dates` speaks.

A key that is not known is passed over, so that a line may carry a name or a note of its own; a known one
with a value of the wrong kind is an error.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Final

from core.calendar import ENGLAND, WorkingCalendar
from reviews.timescales.choices import DEFAULT_SETTINGS, ClockSettings
from reviews.timescales.clock import review_dates
from reviews.timescales.enums import Basis, EventKind, Fault, Rule
from reviews.timescales.model import Answer, Due, Event, HeldReview, Timeline, TimelineError

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EVENTS: Final = frozenset(EventKind)
_BASES: Final = frozenset(Basis)
_SHOWN: Final = 40


def answer_line(
    line: bytes | str, *, settings: ClockSettings = DEFAULT_SETTINGS, calendar: WorkingCalendar = ENGLAND
) -> str:
    """The JSON answer to one JSON timeline; `{"error": ...}` where there is none. Raises nothing."""
    try:
        answer = review_dates(parse_timeline(line), settings=settings, calendar=calendar)
    except TimelineError as error:
        return json.dumps({"error": str(error)})
    return json.dumps(answer_values(answer))


def parse_timeline(line: bytes | str) -> Timeline:
    """The timeline of one JSON line. Raises TimelineError where it is not one."""
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _malformed("The line is not JSON.") from error
    if not isinstance(values, dict):
        raise _malformed("The line is not a JSON object.")
    if values.get("date_of_birth") is None:
        raise TimelineError(Fault.NO_DATE_OF_BIRTH, "The timeline has no date of birth.")
    events = values.get("events")
    if not isinstance(events, list):
        raise _malformed('"events" must be a list.')
    as_of = values.get("as_of")
    return Timeline(
        date_of_birth=_date(values["date_of_birth"], '"date_of_birth"'),
        events=[_event(event, number) for number, event in enumerate(events, start=1)],
        as_of=None if as_of is None else _date(as_of, '"as_of"'),
    )


def answer_values(answer: Answer) -> dict[str, Any]:
    """An answer as plain values, with the keys the command promises."""
    return {
        "next_review": _due_values(answer.next_review),
        "next_meeting": _due_values(answer.next_meeting),
        "reviews": [_review_values(review) for review in answer.reviews],
    }


def _due_values(due: Due | None) -> dict[str, str] | None:
    if due is None:
        return None
    # The stream's list of rules has one for the interval of reviews and of their meetings.
    rule = Rule.LATER_REVIEW if due.rule is Rule.ANNUAL_MEETING else due.rule
    return {
        "due": due.due.isoformat(),
        "rule": rule.value,
        "counted_from": due.counted_from.isoformat(),
        "explanation": due.explanation,
    }


def _review_values(review: HeldReview) -> dict[str, str | bool | None]:
    return {
        "held": review.held.isoformat(),
        "due": review.due.isoformat() if review.due else None,
        "on_time": review.on_time,
        "rule": review.rule.value if review.rule else None,
    }


def _event(values: object, number: int) -> Event:
    where = f"Event {number}"
    if not isinstance(values, dict):
        raise _malformed(f"{where} is not a JSON object.")
    name, basis = values.get("event"), values.get("basis")
    if not isinstance(name, str) or name not in _EVENTS:
        raise _malformed(f'{where} has "event": {_shown(name)}, which is not known.')
    if basis is not None and (not isinstance(basis, str) or basis not in _BASES):
        raise _malformed(f'{where} has "basis": {_shown(basis)}, which is not known.')
    return Event(
        on=_date(values.get("on"), f'{where}: "on"'),
        kind=EventKind(name),
        basis=None if basis is None else Basis(basis),
        start_known=_flag(values, "start_known", where),
        full=_flag(values, "full", where),
        meeting=_flag(values, "meeting", where),
    )


def _flag(values: dict[str, object], key: str, where: str) -> bool:
    """A true or false that is true unless given."""
    value = values.get(key)
    if value is None:
        return True
    if not isinstance(value, bool):
        raise _malformed(f'{where}: "{key}" must be true or false, not {_shown(value)}.')
    return value


def _date(value: object, where: str) -> date:
    """A day written YYYY-MM-DD and in no other way."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _malformed(f"{where} must be a date written YYYY-MM-DD, not {_shown(value)}.")


def _shown(value: object) -> str:
    """A value as it stood in the line, cut short; of a list or an object just what it is."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _malformed(message: str) -> TimelineError:
    return TimelineError(Fault.MALFORMED, message)
