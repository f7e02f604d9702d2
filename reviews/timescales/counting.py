"""One count: a day, an amount and a unit make a date with its working."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from core.calendar import WorkingCalendar, add_months
from reviews.timescales.enums import CountedFrom, LeapDayBirthday, Rule, Unit
from reviews.timescales.law import LAW
from reviews.timescales.model import Due
from reviews.timescales.wording import calendar_note, explain, working_days_note

_LENGTHS: Final = {Unit.DAYS: timedelta(days=1), Unit.WEEKS: timedelta(weeks=1)}


def count(start: date, amount: int, unit: Unit, calendar: WorkingCalendar) -> date:
    """The day `amount` of `unit` after `start`, which is not counted; before it if negative.

    Years are no unit of a limit, only of an age: `birthday` counts them.
    """
    if unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(start, amount)
    if unit is Unit.MONTHS:
        return add_months(start, amount)
    return start + amount * _LENGTHS[unit]


def make_due(
    rule: Rule,
    counted_from: date,
    origin: CountedFrom,
    amount: int,
    unit: Unit,
    duty: str,
    *readings: str,
    calendar: WorkingCalendar,
    not_before: date | None = None,
    competing: Due | None = None,
) -> Due:
    """Count and explain. `duty` says what must be done by then, without its full stop; `readings` follow
    it."""
    due = count(counted_from, amount, unit, calendar)
    if unit is Unit.WORKING_DAYS:
        skipped = calendar.holidays_between(counted_from, due)
        note = working_days_note(skipped)
    else:
        skipped = ()
        note = calendar_note(counted_from, due, unit)
    return Due(
        due=due,
        rule=rule,
        counted_from=counted_from,
        counted_from_event=origin,
        amount=amount,
        unit=unit,
        explanation=explain(counted_from, origin, duty, note, *readings),
        skipped=skipped,
        plan_for=calendar.last_working_day_on_or_before(due),
        confidence=LAW[rule].confidence,
        not_before=not_before,
        competing=competing,
    )


def birthday(
    date_of_birth: date,
    age: int,
    leap_day_birthday: LeapDayBirthday = LeapDayBirthday.FIRST_OF_MARCH,
) -> date:
    """The day someone comes to an age. Born on 29 February: by the choice given, in a common year."""
    day = add_months(date_of_birth, 12 * age)
    if day.day != date_of_birth.day and leap_day_birthday is LeapDayBirthday.FIRST_OF_MARCH:
        return day + timedelta(days=1)
    return day
