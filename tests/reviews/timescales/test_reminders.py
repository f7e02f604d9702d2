"""When to remind, and how far off a date is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.calendar import WorkingCalendar
from reviews.timescales import (
    REMINDER_RHYTHM,
    REMINDER_STEPS,
    ReminderDay,
    latest_reminder,
    midway,
    reminder_days,
    working_days_left,
)

DUE = date(2026, 5, 5)


def test_the_steps_to_start_with() -> None:
    assert REMINDER_STEPS == (-10, -5, 0, 1, 5)
    assert timedelta(days=7) == REMINDER_RHYTHM


def test_reminder_days_are_working_days_around_the_due_date() -> None:
    assert reminder_days(DUE) == (
        ReminderDay(date(2026, 4, 20), -10),
        ReminderDay(date(2026, 4, 27), -5),
        ReminderDay(date(2026, 5, 5), 0),
        ReminderDay(date(2026, 5, 6), 1),
        ReminderDay(date(2026, 5, 12), 5),
    )


def test_a_due_date_at_a_weekend_is_reminded_of_on_the_day() -> None:
    assert reminder_days(date(2026, 2, 28), (1, 0, -1, 0)) == (
        ReminderDay(date(2026, 2, 27), -1),
        ReminderDay(date(2026, 2, 28), 0),
        ReminderDay(date(2026, 3, 2), 1),
    )


def test_reminder_days_heed_the_authority_s_bank_holidays() -> None:
    calendar = WorkingCalendar({date(2026, 5, 6): "Day of thanks"})

    assert reminder_days(DUE, [1], calendar) == (ReminderDay(date(2026, 5, 7), 1),)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 4, 19), None),
        (date(2026, 4, 20), ReminderDay(date(2026, 4, 20), -10)),
        (date(2026, 5, 4), ReminderDay(date(2026, 4, 27), -5)),
        (date(2026, 5, 5), ReminderDay(date(2026, 5, 5), 0)),
        (date(2026, 5, 6), ReminderDay(date(2026, 5, 6), 1)),
        (date(2026, 5, 18), ReminderDay(date(2026, 5, 12), 5)),
        (date(2026, 5, 19), ReminderDay(date(2026, 5, 19), 5, week=1)),
        (date(2026, 6, 10), ReminderDay(date(2026, 6, 9), 5, week=4)),
    ],
)
def test_latest_reminder(on: date, expected: ReminderDay | None) -> None:
    assert latest_reminder(DUE, on) == expected


def test_steps_that_end_before_the_due_date_are_not_followed_weekly() -> None:
    assert latest_reminder(DUE, date(2026, 6, 10), (-10, -5)) == ReminderDay(date(2026, 4, 27), -5)


def test_a_last_step_on_the_due_date_is_followed_weekly() -> None:
    found = latest_reminder(DUE, date(2026, 5, 12), (-5, 0))

    assert found == ReminderDay(date(2026, 5, 12), 0, week=1)


def test_no_steps_no_reminder() -> None:
    assert latest_reminder(DUE, DUE, ()) is None


@pytest.mark.parametrize(
    ("on", "left"), [(date(2026, 4, 30), 2), (date(2026, 5, 5), 0), (date(2026, 5, 6), -1)]
)
def test_working_days_left(on: date, left: int) -> None:
    assert working_days_left(DUE, on) == left


def test_midway() -> None:
    assert midway(date(2026, 1, 1), date(2026, 7, 1)) == date(2026, 4, 1)
    assert midway(date(2026, 1, 1), date(2026, 1, 2)) == date(2026, 1, 1)


def test_over_at_a_weekend_is_over_before_a_working_day_has_passed() -> None:
    saturday = date(2026, 4, 25)

    assert [working_days_left(saturday, date(2026, 4, day)) for day in (24, 25, 26, 27)] == [0, 0, -1, -1]
