"""The sixteen worked examples of the statutory framework, each written out."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.timescales import (
    Fault,
    NoDateReason,
    Spell,
    TimelineError,
    adjournment_limit,
    decisions,
    distribution,
    join_spells,
    record,
)
from tests.reviews.timescales.timelines import held_of, next_of, told


def test_1_bank_holidays_of_easter_and_may_are_not_counted() -> None:
    due = told("2026-04-02 started").next_review

    assert due is not None
    assert due.due == date(2026, 5, 5)
    assert due.skipped == (
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "May Day"),
    )
    assert due.explanation == (
        "Counted from Thursday 2 April 2026, the day the child became looked after: the first review must"
        " be held within 20 working days. Weekends are not counted, nor are Good Friday (Friday 3 April"
        " 2026), Easter Monday (Monday 6 April 2026) and May Day (Monday 4 May 2026)."
    )


def test_2_a_start_on_a_saturday() -> None:
    answer = told("2026-01-31 started")

    assert next_of(answer) == "2026-02-27 CPPCR 33(1) from 2026-01-31"
    assert answer.next_review is not None
    assert answer.next_review.skipped == ()
    assert answer.next_review.explanation.endswith(
        "Weekends are not counted; no bank holiday falls in between."
    )


def test_3_three_months_from_30_november_end_with_february_and_stay_on_the_saturday() -> None:
    answer = told("2025-11-03 started", "2025-11-30 held")

    assert next_of(answer) == "2026-02-28 CPPCR 33(2) from 2025-11-30"
    assert answer.next_review is not None
    assert answer.next_review.plan_for == date(2026, 2, 27)
    assert answer.next_review.explanation == (
        "Counted from Sunday 30 November 2025, the day the first review was held: the second review must be"
        " held not more than 3 calendar months later. A date counted in months does not move for a weekend"
        " or a bank holiday. There is no 30 February in 2026, so the count ends on 28 February."
    )


def test_4_six_months_from_28_february_are_28_august() -> None:
    answer = told("2025-09-01 started", "2025-09-20 held", "2025-12-01 held", "2026-02-28 held")

    assert next_of(answer) == "2026-08-28 CPPCR 33(2) from 2026-02-28"


def test_5_a_late_first_review_stays_late_and_the_second_counts_from_the_day_held() -> None:
    answer = told("2025-12-01 started", "2026-01-14 held")

    assert held_of(answer) == ["2026-01-14 2025-12-31 late CPPCR 33(1)"]
    assert next_of(answer) == "2026-04-14 CPPCR 33(2) from 2026-01-14"


def test_6_held_early_the_next_moves_earlier() -> None:
    assert next_of(told("2026-04-02 started", "2026-04-16 held")) == "2026-07-16 CPPCR 33(2) from 2026-04-16"
    assert next_of(told("2026-04-02 started", "2026-05-05 held")) == "2026-08-05 CPPCR 33(2) from 2026-05-05"


def test_7_cancelled_the_due_date_does_not_move() -> None:
    assert next_of(told("2026-04-02 started", "2026-05-05 cancelled")) == next_of(told("2026-04-02 started"))


def test_8_adjourned_once_for_twenty_working_days() -> None:
    assert adjournment_limit(date(2026, 3, 16)).due == date(2026, 4, 15)

    resumed = told("2026-02-20 started", "2026-03-16 adjourned", "2026-04-15 resumed")
    assert held_of(resumed) == ["2026-03-16 2026-03-20 in time CPPCR 33(1)"]
    assert next_of(resumed) == "2026-06-16 CPPCR 33(2) from 2026-03-16"

    with pytest.raises(TimelineError) as late:
        told("2026-02-20 started", "2026-03-16 adjourned", "2026-04-16 resumed")
    assert late.value.fault is Fault.LATE_RESUMPTION

    with pytest.raises(TimelineError) as twice:
        told("2026-02-20 started", "2026-03-16 adjourned", "2026-04-15 adjourned")
    assert twice.value.fault is Fault.SECOND_ADJOURNMENT

    never = told("2026-02-20 started", "2026-03-16 adjourned")
    assert never.reviews == ()
    assert next_of(never) == "2026-03-20 CPPCR 33(1) from 2026-02-20"
    assert never.adjourned_until == date(2026, 4, 15)


def test_9_the_adoption_clock_runs_alongside_and_the_earlier_governs() -> None:
    answer = told(
        "2025-06-02 started", "2025-06-20 held", "2025-09-10 held", "2026-01-20 held", "2026-02-10 authorised"
    )

    assert next_of(answer) == "2026-05-10 AAR 36(1)(a) from 2026-02-10"
    assert answer.next_review is not None
    assert answer.next_review.competing is not None
    assert answer.next_review.competing.due == date(2026, 7, 20)
    assert answer.next_review.competing.rule == "CPPCR 33(2)"
    assert answer.next_review.explanation.endswith(
        "The other clock that runs (CPPCR 33(2)) gives Monday 20 July 2026; the earlier date governs."
    )


def test_10_placed_for_adoption() -> None:
    before = ["2025-06-02 started", "2025-06-20 held", "2025-09-10 held", "2026-01-30 placed"]
    assert next_of(told(*before)) == "2026-02-27 AAR 36(3)(a) from 2026-01-30"

    first = [*before, "2026-02-27 held"]
    assert next_of(told(*first)) == "2026-05-27 AAR 36(3)(b) from 2026-02-27"

    second = [*first, "2026-05-27 held"]
    assert next_of(told(*second)) == "2026-11-27 AAR 36(3)(c) from 2026-05-27"
    assert held_of(told(*second))[2:] == [
        "2026-02-27 2026-02-27 in time AAR 36(3)(a)",
        "2026-05-27 2026-05-27 in time AAR 36(3)(b)",
    ]


def test_11_after_a_review_completed_before_easter() -> None:
    completed = date(2026, 3, 31)

    assert decisions(completed).due == date(2026, 4, 9)
    assert record(completed).due == date(2026, 4, 23)
    assert distribution(completed).due == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2008, 5, 6), "2026-05-05 CPPCR 33(1) from 2026-04-02"),  # 18 the day after
        (date(2008, 5, 5), None),  # 18 on the very day
        (date(2008, 5, 4), None),
    ],
)
def test_12_due_on_or_after_the_18th_birthday_is_not_due(born: date, expected: str | None) -> None:
    answer = told("2026-04-02 started", born=born)

    assert next_of(answer) == expected
    assert answer.no_date_reason == (None if expected else NoDateReason.EIGHTEEN_FIRST)


def test_12_no_longer_looked_after() -> None:
    answer = told("2026-04-02 started", "2026-04-20 held", "2026-04-30 ceased")

    assert answer.next_review is None
    assert answer.no_date_reason is NoDateReason.CEASED
    assert held_of(answer) == ["2026-04-20 2026-05-05 in time CPPCR 33(1)"]


def test_13_stopped_and_started_again_on_one_day_is_one_period() -> None:
    one = ["2025-12-01 started", "2025-12-19 held", "2026-01-12 ceased"]

    assert next_of(told(*one, "2026-01-12 started")) == "2026-03-19 CPPCR 33(2) from 2025-12-19"
    assert next_of(told(*one, "2026-01-13 started")) == "2026-02-10 CPPCR 33(1) from 2026-01-13"


def test_14_the_reading_taken_is_said() -> None:
    returned = told("2025-06-02 started", "2025-12-01 placed", "2026-03-02 returned").next_review
    full_time = told("2026-01-05 short-breaks", "2026-03-02 full-time").next_review

    assert returned is not None
    assert "The 42 days are as the portal reads the adoption regulations" in returned.explanation
    assert full_time is not None
    assert "Full-time care after short breaks is counted as a new start." in full_time.explanation


def test_15_short_breaks_recorded_one_by_one_are_one_series() -> None:
    series = join_spells(
        [
            Spell(date(2026, 1, 9), date(2026, 1, 11)),
            Spell(date(2026, 2, 6), date(2026, 2, 8)),
            Spell(date(2026, 3, 6), None),
        ]
    )

    assert series == (Spell(date(2026, 1, 9), None),)
    assert next_of(told("2026-01-09 short-breaks")) == "2026-04-09 CPPCR 48(3) from 2026-01-09"
    one_by_one = (
        "2026-01-09 short-breaks",
        "2026-01-11 ceased",
        "2026-02-06 short-breaks",
        "2026-02-08 ceased",
    )
    assert next_of(told(*one_by_one, "2026-03-06 short-breaks")) == "2026-04-09 CPPCR 48(3) from 2026-01-09"


def test_16_a_start_that_is_not_known() -> None:
    nothing = told("2025-04-01 unknown-start")
    assert nothing.next_review is None
    assert nothing.no_date_reason is NoDateReason.START_NOT_KNOWN

    one = told("2025-04-01 unknown-start", "2025-08-31 held")
    assert next_of(one) == "2026-02-28 CPPCR 33(2) from 2025-08-31"
    assert held_of(one) == ["2025-08-31 None - None"]
