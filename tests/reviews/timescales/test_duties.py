"""The duties around a review and towards the child, each limit written out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from core.calendar import WorkingCalendar
from reviews import timescales
from reviews.timescales import (
    LAW,
    ClockSettings,
    Confidence,
    CountedFrom,
    Due,
    LeapDayBirthday,
    Rule,
    Unit,
    birthday,
    eighteenth_birthday,
    eligible_on,
    health_assessment,
    pathway_needs_assessment,
    remand_care_plan,
)

THURSDAY_BEFORE_EASTER = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("duty", "rule", "due", "amount", "unit", "counted_from"),
    [
        ("iro_service_told", "Handbook IRO service told", "2026-04-08", 2, "working days", "started"),
        ("iro_named", "Handbook IRO named", "2026-04-13", 5, "working days", "started"),
        ("decisions", "Handbook 3 decisions", "2026-04-13", 5, "working days", "review_concluded"),
        ("manager_answer", "Handbook 3 manager", "2026-04-13", 5, "working days", "decisions_received"),
        ("record", "Handbook 3 record", "2026-04-27", 15, "working days", "review_concluded"),
        ("distribution", "Handbook 3 distribution", "2026-05-05", 20, "working days", "review_concluded"),
        ("adjournment_limit", "CPPCR 36(2)", "2026-05-05", 20, "working days", "adjourned_sitting"),
        ("dispute_total", "Handbook 6 dispute", "2026-05-05", 20, "working days", "dispute_started"),
        ("consult_child", "Handbook 3 consult child", "2026-03-05", -20, "working days", "review_date"),
        ("social_worker_talk", "Handbook 3 social worker", "2026-03-12", -15, "working days", "review_date"),
        ("reports", "Handbook 3 reports", "2026-03-30", -3, "working days", "review_date"),
        ("permanence_plan", "Handbook 3 permanence", "2026-07-02", 3, "months", "first_review"),
        ("care_plan", "CPPCR 4(2)", "2026-04-20", 10, "working days", "first_placement"),
        ("placement_plan", "CPPCR 9(2)", "2026-04-13", 5, "working days", "placement_started"),
        ("detention_placement_plan", "CPPCR 47C", "2026-04-20", 10, "working days", "remanded"),
        ("remand_care_plan", "CPPCR 47B", "2026-04-13", 5, "working days", "remanded"),
        ("pep", "PEP guidance", "2026-04-20", 10, "working days", "started"),
        ("initial_health_assessment", "Health guidance", "2026-05-05", 20, "working days", "started"),
        ("temporary_approval", "CPPCR 24", "2026-07-23", 16, "weeks", "approved"),
        ("temporary_approval_extension", "CPPCR 25(2)", "2026-05-28", 8, "weeks", "approval_ended"),
        ("emergency_foster_placement", "CPPCR 23", "2026-04-14", 6, "working days", "placement_started"),
        ("pathway_plan_review", "CLR 7", "2026-10-02", 6, "months", "last_pathway_review"),
    ],
)
def test_duty(duty: str, rule: str, due: str, amount: int, unit: str, counted_from: str) -> None:
    count: Callable[[date], Due] = getattr(timescales, duty)

    found = count(THURSDAY_BEFORE_EASTER)

    assert found.rule == rule
    assert found.due == date.fromisoformat(due)
    assert (found.amount, found.unit, found.counted_from_event) == (amount, unit, counted_from)
    assert found.counted_from == THURSDAY_BEFORE_EASTER
    assert found.explanation.startswith("Counted from Thursday 2 April 2026, the day ")
    assert found.confidence is LAW[Rule(rule)].confidence


def test_the_bank_holidays_a_count_back_passes_over_are_named() -> None:
    found = timescales.reports(date(2026, 4, 8))

    assert found.due == date(2026, 4, 1)
    assert found.explanation == (
        "Counted from Wednesday 8 April 2026, the day of the review: reports must reach the reviewing"
        " officer at least 3 working days before. Weekends are not counted, nor are Good Friday (Friday 3"
        " April 2026) and Easter Monday (Monday 6 April 2026)."
    )


@pytest.mark.parametrize("duty", ["iro_named", "decisions", "consult_child", "care_plan", "pep"])
def test_an_authority_s_own_bank_holiday_moves_a_count(duty: str) -> None:
    day = date(2026, 6, 10)
    calendar = WorkingCalendar({date(2026, 6, 9): "Day before", date(2026, 6, 11): "Day after"})
    count: Callable[..., Due] = getattr(timescales, duty)

    assert abs((count(day, calendar=calendar).due - day).days) > abs((count(day).due - day).days)


def test_plan_for_is_the_last_working_day_before() -> None:
    found = timescales.temporary_approval(date(2026, 5, 11))

    assert found.due == date(2026, 8, 31)  # a bank holiday
    assert found.plan_for == date(2026, 8, 28)


def test_remand_care_plan_is_a_setting() -> None:
    found = remand_care_plan(THURSDAY_BEFORE_EASTER, settings=ClockSettings(remand_care_plan_working_days=10))

    assert found.due == date(2026, 4, 20)
    assert found.confidence is Confidence.MEDIUM
    assert "within 10 working days" in found.explanation
    assert found.explanation.endswith("the authority may set it.")


BORN = date(2021, 5, 31)


@pytest.mark.parametrize(
    ("assessed", "due"),
    [
        (date(2026, 5, 30), date(2026, 11, 30)),  # the day before the 5th birthday
        (date(2026, 5, 31), date(2027, 5, 31)),
        (date(2024, 8, 31), date(2025, 2, 28)),
    ],
)
def test_health_assessment(assessed: date, due: date) -> None:
    found = health_assessment(assessed, BORN)

    assert found.due == due
    assert found.rule is Rule.HEALTH


def test_health_assessment_says_the_age() -> None:
    assert "as the child was under 5" in health_assessment(date(2026, 5, 30), BORN).explanation
    assert "as the child was 5 or over" in health_assessment(date(2026, 5, 31), BORN).explanation


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
        (date(2008, 2, 28), 18, date(2026, 2, 28)),
        (date(2008, 12, 31), 18, date(2026, 12, 31)),
    ],
)
def test_birthday(born: date, age: int, day: date) -> None:
    assert birthday(born, age) == day


def test_birthday_of_29_february_on_28_by_choice() -> None:
    assert birthday(date(2008, 2, 29), 18, LeapDayBirthday.LAST_OF_FEBRUARY) == date(2026, 2, 28)


def test_eighteenth_birthday() -> None:
    found = eighteenth_birthday(date(2012, 6, 15))

    assert found.due == date(2030, 6, 15)
    assert found.plan_for == date(2030, 6, 14)
    assert (found.amount, found.unit, found.counted_from_event) == (18, Unit.YEARS, CountedFrom.BORN)
    assert found.explanation == (
        "Counted from Friday 15 June 2012, the day the child was born: looked-after reviews end on the 18th"
        " birthday. A birthday does not move for a weekend or a bank holiday."
    )


def test_eighteenth_birthday_of_a_leap_day() -> None:
    found = eighteenth_birthday(date(2008, 2, 29))
    other = eighteenth_birthday(
        date(2008, 2, 29), settings=ClockSettings(leap_day_birthday=LeapDayBirthday.LAST_OF_FEBRUARY)
    )

    assert found.due == date(2026, 3, 1)
    assert found.explanation.endswith("There is no 29 February in 2026, so the day taken is 1 March.")
    assert other.due == date(2026, 2, 28)
    assert other.explanation.endswith("so the day taken is 28 February.")


TEENAGER = date(2010, 6, 15)  # 14 on 15 June 2024, 16 on 15 June 2026, 18 on 15 June 2028


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], None),
        # Long in care: on the 16th birthday.
        ([("2020-01-06", None)], "2026-06-15"),
        # In care shortly before 16: when the 13 weeks are full.
        ([("2026-05-04", None)], "2026-08-03"),
        # Since after 16.
        ([("2027-01-04", None)], "2027-04-05"),
        # Before 14 counts nothing.
        ([("2020-01-06", "2024-06-14")], None),
        ([("2020-01-06", "2024-06-15")], None),
        # Left before 16 and did not come back.
        ([("2024-07-01", "2025-12-01")], None),
        # Left before 16 with the weeks full, came back at 16: at once.
        ([("2024-07-01", "2025-12-01"), ("2026-09-07", None)], "2026-09-07"),
        # Weeks of several periods add up: 28 days before, 63 after.
        ([("2025-01-06", "2025-02-03"), ("2026-09-07", None)], "2026-11-09"),
        ([("2025-01-06", "2025-02-03"), ("2026-09-07", "2026-11-08")], None),
        ([("2025-01-06", "2025-02-03"), ("2026-09-07", "2026-11-09")], "2026-11-09"),
        # Too late before 18.
        ([("2028-03-15", None)], "2028-06-14"),
        ([("2028-03-16", None)], None),  # on the 18th birthday
    ],
)
def test_eligible_on(periods: list[tuple[str, str | None]], expected: str | None) -> None:
    days = [(date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in periods]

    assert eligible_on(TEENAGER, days) == (date.fromisoformat(expected) if expected else None)


def test_pathway_needs_assessment() -> None:
    at_sixteen = pathway_needs_assessment(TEENAGER, date(2026, 6, 15))
    later = pathway_needs_assessment(TEENAGER, date(2026, 8, 31))

    assert at_sixteen.due == date(2026, 9, 15)
    assert at_sixteen.counted_from_event is CountedFrom.SIXTEENTH_BIRTHDAY
    assert "Monday 15 June 2026, the child's 16th birthday" in at_sixteen.explanation
    assert later.due == date(2026, 11, 30)
    assert later.counted_from_event is CountedFrom.BECAME_ELIGIBLE
    assert "There is no 31 November in 2026" in later.explanation


def test_limits_of_short_breaks() -> None:
    assert timescales.SHORT_BREAK_MAX_DAYS == 17
    assert timescales.SHORT_BREAKS_MAX_DAYS_IN_A_YEAR == 75
