"""Working days, bank holidays and calendar months."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calendar import ENGLAND, CalendarRangeError, WorkingCalendar, add_months

# The bank holidays of England on weekdays as GOV.UK published them, written out by hand.
PUBLISHED = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2060, 12, 31))


def naive_count(calendar: WorkingCalendar, start: date, days: int) -> date:
    """The slow way: one day at a time."""
    step = timedelta(days=1 if days > 0 else -1)
    day = start
    left = abs(days)
    while left:
        day += step
        if calendar.is_working_day(day):
            left -= 1
    return day


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_bank_holidays_are_those_of_england(year: int) -> None:
    found = ENGLAND.holidays_between(date(year - 1, 12, 31), date(year, 12, 31))

    assert " ".join(f"{day:%m-%d}" for day, _ in found) == PUBLISHED[year]


def test_holidays_of_scotland_are_working_days() -> None:
    assert ENGLAND.is_working_day(date(2026, 1, 2))
    assert ENGLAND.is_working_day(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 12, 24), True),  # Christmas Eve
        (date(2025, 12, 25), False),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 2), True),
        (date(2026, 4, 4), False),  # Saturday
        (date(2026, 4, 5), False),  # Sunday
        (date(2026, 12, 28), False),  # Boxing Day, which fell on a Saturday
    ],
)
def test_is_working_day(day: date, working: bool) -> None:
    assert ENGLAND.is_working_day(day) is working


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 4, 2), 20, date(2026, 5, 5)),
        (date(2026, 1, 31), 20, date(2026, 2, 27)),
        (date(2026, 3, 16), 20, date(2026, 4, 15)),
        (date(2026, 3, 31), 5, date(2026, 4, 9)),
        (date(2026, 3, 31), 15, date(2026, 4, 23)),
        (date(2026, 3, 31), 20, date(2026, 4, 30)),
        (date(2026, 12, 10), 20, date(2027, 1, 12)),
        (date(2026, 5, 5), -20, date(2026, 4, 2)),
        (date(2027, 1, 12), -20, date(2026, 12, 10)),
        (date(2026, 5, 3), 0, date(2026, 5, 3)),
        (date(2026, 1, 1), 1, date(2026, 1, 2)),
        (date(2026, 1, 2), -1, date(2025, 12, 31)),
        (date(2020, 1, 1), 600, date(2022, 5, 17)),  # over two new years
        (date(2022, 5, 17), -599, date(2020, 1, 2)),
    ],
)
def test_add_working_days(start: date, days: int, expected: date) -> None:
    assert ENGLAND.add_working_days(start, days) == expected


@settings(deadline=None)
@given(DAYS, st.integers(min_value=-70, max_value=70))
def test_add_working_days_agrees_with_counting_one_by_one(start: date, days: int) -> None:
    assert ENGLAND.add_working_days(start, days) == naive_count(ENGLAND, start, days)


@settings(deadline=None)
@given(DAYS, st.integers(min_value=-600, max_value=600))
def test_working_days_between_undoes_add_working_days(start: date, days: int) -> None:
    end = ENGLAND.add_working_days(start, days)

    # Counting back starts from the end, so it is exact when the start is a working day.
    if days >= 0 or ENGLAND.is_working_day(start):
        assert ENGLAND.working_days_between(start, end) == days
    else:
        assert ENGLAND.working_days_between(start, end) == days + 1


@settings(deadline=None)
@given(DAYS, st.integers(min_value=-500, max_value=500))
def test_working_days_between_agrees_with_counting_one_by_one(a: date, delta: int) -> None:
    b = a + timedelta(days=delta)
    early, late = min(a, b), max(a, b)
    days = [early + timedelta(days=n + 1) for n in range((late - early).days)]
    counted = sum(1 for day in days if ENGLAND.is_working_day(day))

    assert ENGLAND.working_days_between(a, b) == (counted if b >= a else -counted)


@pytest.mark.parametrize(
    ("on", "due", "left"),
    [
        (date(2026, 4, 30), date(2026, 5, 5), 2),
        (date(2026, 5, 5), date(2026, 5, 5), 0),
        (date(2026, 5, 6), date(2026, 5, 5), -1),
        (date(2026, 5, 8), date(2026, 5, 5), -3),
        (date(2025, 12, 30), date(2026, 1, 5), 3),
        (date(2026, 2, 28), date(2026, 3, 1), 0),
    ],
)
def test_working_days_between(on: date, due: date, left: int) -> None:
    assert ENGLAND.working_days_between(on, due) == left


def test_holidays_between_leaves_out_the_first_day_and_takes_in_the_last() -> None:
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)

    assert ENGLAND.holidays_between(good_friday, easter_monday) == ((easter_monday, "Easter Monday"),)
    assert ENGLAND.holidays_between(easter_monday, good_friday) == ((good_friday, "Good Friday"),)
    assert ENGLAND.holidays_between(good_friday, good_friday) == ()


def test_holidays_between_names_only_weekday_ones_across_years() -> None:
    assert ENGLAND.holidays_between(date(2026, 12, 1), date(2027, 1, 10)) == (
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day (observed)"),
        (date(2027, 1, 1), "New Year's Day"),
    )


def test_holiday_name() -> None:
    assert ENGLAND.holiday_name(date(2026, 5, 4)) == "May Day"
    assert ENGLAND.holiday_name(date(2026, 5, 5)) is None


def test_corrections_add_and_remove() -> None:
    added, removed = date(2026, 6, 15), date(2026, 5, 25)
    calendar = WorkingCalendar({added: "National thanksgiving", removed: None, date(2026, 6, 16): None})

    assert not calendar.is_working_day(added)
    assert calendar.is_working_day(removed)
    assert calendar.is_working_day(date(2026, 6, 16))
    assert calendar.holidays_between(date(2026, 5, 20), date(2026, 6, 30)) == (
        (added, "National thanksgiving"),
    )
    assert calendar.add_working_days(date(2026, 6, 12), 1) == date(2026, 6, 16)
    assert ENGLAND.add_working_days(date(2026, 6, 12), 1) == added
    assert calendar.is_working_day(date(2027, 6, 15))


def test_a_correction_at_a_weekend_changes_no_count() -> None:
    calendar = WorkingCalendar({date(2026, 6, 13): "Saturday holiday"})

    assert calendar.add_working_days(date(2026, 6, 12), 1) == date(2026, 6, 15)
    assert calendar.holidays_between(date(2026, 6, 1), date(2026, 6, 30)) == ()


def test_a_calendar_is_a_value() -> None:
    one = WorkingCalendar({date(2026, 6, 15): "Day", date(2026, 6, 1): None})
    same = WorkingCalendar({date(2026, 6, 1): None, date(2026, 6, 15): "Day"})

    assert one == same
    assert hash(one) == hash(same)
    assert one != ENGLAND
    assert one != "calendar"
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301
    assert copy.deepcopy(one) == one
    assert repr(one) == (
        "WorkingCalendar({datetime.date(2026, 6, 1): None, datetime.date(2026, 6, 15): 'Day'})"
    )
    assert one.corrections == {date(2026, 6, 1): None, date(2026, 6, 15): "Day"}


def test_a_calendar_does_not_change() -> None:
    with pytest.raises(AttributeError, match="does not change"):
        ENGLAND.corrections = {}  # type: ignore[misc]
    with pytest.raises(AttributeError, match="does not change"):
        del ENGLAND._years

    ENGLAND.corrections[date(2026, 6, 15)] = "Day"  # type: ignore[index]
    assert ENGLAND.is_working_day(date(2026, 6, 15))


@pytest.mark.parametrize("year", [1, 1899, 2101, 9999])
def test_years_without_known_bank_holidays_are_refused(year: int) -> None:
    with pytest.raises(CalendarRangeError, match=f"1900 to 2100, not for {year}"):
        ENGLAND.is_working_day(date(year, 1, 4) if date(year, 1, 4).weekday() < 5 else date(year, 1, 6))


def test_the_first_and_the_last_year_are_known() -> None:
    assert not ENGLAND.is_working_day(date(1900, 12, 25))
    assert not ENGLAND.is_working_day(date(2100, 12, 27))  # Christmas Day 2100 is a Saturday


def test_counting_over_the_edge_is_refused() -> None:
    with pytest.raises(CalendarRangeError):
        ENGLAND.add_working_days(date(2100, 12, 31), 1)
    with pytest.raises(CalendarRangeError):
        ENGLAND.add_working_days(date(1900, 1, 1), -1)


def test_nearest_working_days() -> None:
    saturday = date(2026, 5, 2)

    assert ENGLAND.last_working_day_on_or_before(saturday) == date(2026, 5, 1)
    assert ENGLAND.next_working_day_on_or_after(saturday) == date(2026, 5, 5)
    assert ENGLAND.last_working_day_on_or_before(date(2026, 5, 1)) == date(2026, 5, 1)
    assert ENGLAND.next_working_day_on_or_after(date(2026, 5, 1)) == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 2, 28), 6, date(2026, 8, 28)),
        (date(2026, 1, 14), 3, date(2026, 4, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 10, 31), 12, date(2027, 10, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_add_months(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


@settings(deadline=None)
@given(DAYS, DAYS, st.integers(min_value=0, max_value=300))
def test_add_months_keeps_order(a: date, b: date, months: int) -> None:
    early, late = min(a, b), max(a, b)

    assert add_months(early, months) <= add_months(late, months)


@settings(deadline=None)
@given(DAYS)
def test_add_working_days_keeps_order(start: date) -> None:
    assert ENGLAND.add_working_days(start, 20) <= ENGLAND.add_working_days(start + timedelta(days=1), 20)
