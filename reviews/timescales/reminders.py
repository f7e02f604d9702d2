"""When to remind of a due date, and how far off it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.calendar import ENGLAND, WorkingCalendar

REMINDER_STEPS: Final = (-10, -5, 0, 1, 5)
"""To start with: working days from the due date, before it and after it. An authority sets its own."""

REMINDER_RHYTHM: Final = timedelta(weeks=1)
"""After the last step, how often to go on reminding while the duty is not done."""


@dataclass(frozen=True, slots=True, order=True)
class ReminderDay:
    """A day to remind on. `step` is in working days from the due date; each weekly one after has `week` 1,
    2, ..."""

    on: date
    step: int
    week: int = 0


def reminder_days(
    due: date, steps: Iterable[int] = REMINDER_STEPS, calendar: WorkingCalendar = ENGLAND
) -> tuple[ReminderDay, ...]:
    """The days of the steps, oldest first. Step 0 is the due date itself, working day or not."""
    return tuple(sorted(ReminderDay(calendar.add_working_days(due, step), step) for step in set(steps)))


def latest_reminder(
    due: date, on: date, steps: Iterable[int] = REMINDER_STEPS, calendar: WorkingCalendar = ENGLAND
) -> ReminderDay | None:
    """The last reminder whose day has come by `on`, weekly ones after the last step among them, or None."""
    days = [day for day in reminder_days(due, steps, calendar) if day.on <= on]
    if not days:
        return None
    latest = days[-1]
    if latest.step == max(steps) and latest.step >= 0:
        weeks = (on - latest.on) // REMINDER_RHYTHM
        return ReminderDay(latest.on + weeks * REMINDER_RHYTHM, latest.step, weeks)
    return latest


def working_days_left(due: date, on: date, calendar: WorkingCalendar = ENGLAND) -> int:
    """Working days from `on` to the due date: 0 while none is left to lose, negative when it is over.

    On the Sunday after a due Saturday no working day has passed, and it is over all the same: -1.
    """
    days = calendar.working_days_between(on, due)
    return -1 if due < on and days == 0 else days


def midway(last: date, following: date) -> date:
    """The day halfway between two reviews, for the check in between (local practice, not law)."""
    return last + (following - last) // 2
