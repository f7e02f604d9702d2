"""The review clock, rule by rule, with expectations written out."""

from __future__ import annotations

from datetime import date

import pytest

from core.calendar import WorkingCalendar
from reviews.timescales import (
    ClockSettings,
    ClockState,
    Confidence,
    CountedFrom,
    Event,
    EventKind,
    Fault,
    LeapDayBirthday,
    NoDateReason,
    Rule,
    Sitting,
    Timeline,
    TimelineError,
    Unit,
    review_dates,
)
from tests.reviews.timescales.timelines import BORN, held_of, next_of, timeline, told

LATER = ("2025-03-03 started", "2025-03-20 held", "2025-06-10 held")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("2025-12-01 started", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        ("2025-12-01 remanded", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        ("2025-12-01 started, 2025-12-19 held", "2026-03-19 CPPCR 33(2) from 2025-12-19"),
        (
            "2025-12-01 started, 2025-12-19 held, 2026-03-10 held",
            "2026-09-10 CPPCR 33(2) from 2026-03-10",
        ),
        # A review that did not go through Schedule 7 does not count; one without a meeting does.
        ("2025-12-01 started, 2025-12-19 held-not-full", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        ("2025-12-01 started, 2025-12-19 held-no-meeting", "2026-03-19 CPPCR 33(2) from 2025-12-19"),
        # On the day of the start, after it.
        ("2025-12-01 started, 2025-12-01 held", "2026-03-01 CPPCR 33(2) from 2025-12-01"),
        # Moves and remands restart nothing.
        ("2025-12-01 started, 2025-12-10 moved", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        ("2025-12-01 started, 2025-12-10 remanded", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        ("2025-12-01 started, 2025-12-10 short-breaks", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        ("2025-12-01 started, 2025-12-10 full-time", "2025-12-31 CPPCR 33(1) from 2025-12-01"),
        # Short breaks: three months, then six, no shorter second interval.
        ("2026-01-09 short-breaks", "2026-04-09 CPPCR 48(3) from 2026-01-09"),
        ("2026-01-09 short-breaks, 2026-03-02 held", "2026-09-02 CPPCR 48(3) from 2026-03-02"),
        (
            "2026-01-09 short-breaks, 2026-03-02 held, 2026-03-16 full-time",
            "2026-04-15 CPPCR 33(1) from 2026-03-16",
        ),
        (
            "2026-01-09 short-breaks, 2026-03-02 held, 2026-03-16 full-time, 2026-04-01 held",
            "2026-07-01 CPPCR 33(2) from 2026-04-01",
        ),
        # A remand ends a series of short breaks; so does a start that follows on the day it ceased.
        ("2026-01-09 short-breaks, 2026-03-16 remanded", "2026-04-15 CPPCR 33(1) from 2026-03-16"),
        (
            "2026-01-09 short-breaks, 2026-03-16 ceased, 2026-03-16 started",
            "2026-04-15 CPPCR 33(1) from 2026-03-16",
        ),
        (
            "2026-01-09 short-breaks, 2026-03-16 ceased, 2026-03-16 short-breaks",
            "2026-04-09 CPPCR 48(3) from 2026-01-09",
        ),
        # Back after a day or more: a new period.
        (
            "2025-12-01 started, 2025-12-19 held, 2026-01-12 ceased, 2026-03-16 remanded",
            "2026-04-15 CPPCR 33(1) from 2026-03-16",
        ),
        (
            "2025-12-01 unknown-start, 2025-12-19 held, 2026-01-12 ceased, 2026-03-16 started",
            "2026-04-15 CPPCR 33(1) from 2026-03-16",
        ),
        (
            "2025-12-01 started, 2026-01-12 ceased, 2026-01-20 short-breaks",
            "2026-04-20 CPPCR 48(3) from 2026-01-20",
        ),
        # Start not known.
        ("2025-12-01 unknown-short-breaks, 2026-01-12 held", "2026-07-12 CPPCR 48(3) from 2026-01-12"),
        (
            "2025-12-01 unknown-short-breaks, 2026-03-16 full-time",
            "2026-04-15 CPPCR 33(1) from 2026-03-16",
        ),
        (
            "2025-12-01 unknown-start, 2026-01-12 held, 2026-03-02 held",
            "2026-09-02 CPPCR 33(2) from 2026-03-02",
        ),
        ("2025-12-01 unknown-start, 2026-02-10 authorised", "2026-05-10 AAR 36(1)(a) from 2026-02-10"),
    ],
)
def test_looked_after(events: str, expected: str) -> None:
    assert next_of(told(*events.split(", "))) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # Authority: three months from it, then six from each; the looked-after clock wins a tie.
        (
            "2025-06-10 held, 2025-11-10 authorised",
            "2025-12-10 CPPCR 33(2) from 2025-06-10",
        ),
        (
            "2025-06-10 held, 2025-07-01 authorised",
            "2025-10-01 AAR 36(1)(a) from 2025-07-01",
        ),
        (
            "2025-06-10 held, 2025-09-10 authorised",
            "2025-12-10 CPPCR 33(2) from 2025-06-10",
        ),
        (
            "2025-06-10 held, 2025-07-01 authorised, 2025-09-30 held",
            "2026-03-30 CPPCR 33(2) from 2025-09-30",
        ),
        # The first authority counts, not a later one.
        (
            "2025-06-10 held, 2025-07-01 authorised, 2025-08-01 authorised",
            "2025-10-01 AAR 36(1)(a) from 2025-07-01",
        ),
        # On one day the listed order stands.
        (
            "2025-07-01 held, 2025-07-01 authorised",
            "2025-10-01 AAR 36(1)(a) from 2025-07-01",
        ),
        (
            "2025-07-01 authorised, 2025-07-01 held",
            "2026-01-01 CPPCR 33(2) from 2025-07-01",
        ),
        # Placed, with and without an authority.
        ("2025-06-10 held, 2025-07-01 placed", "2025-07-29 AAR 36(3)(a) from 2025-07-01"),
        (
            "2025-06-10 held, 2025-06-20 authorised, 2025-07-01 placed",
            "2025-07-29 AAR 36(3)(a) from 2025-07-01",
        ),
        ("2025-07-01 held, 2025-07-01 placed", "2025-07-29 AAR 36(3)(a) from 2025-07-01"),
        ("2025-07-01 placed, 2025-07-01 held", "2025-10-01 AAR 36(3)(b) from 2025-07-01"),
        (
            "2025-07-01 placed, 2025-07-20 held, 2025-10-01 held",
            "2026-04-01 AAR 36(3)(c) from 2025-10-01",
        ),
        (
            "2025-07-01 placed, 2025-07-20 held, 2025-10-01 held, 2025-11-03 placed",
            "2025-12-01 AAR 36(3)(a) from 2025-11-03",
        ),
        # Returned: 42 days, or six months from the last review of any kind if that is sooner.
        (
            "2025-07-01 placed, 2025-07-20 held, 2025-08-01 returned",
            "2025-09-12 AAR 36 return from 2025-08-01",
        ),
        (
            "2025-07-01 placed, 2025-07-20 held, 2025-12-20 returned",
            "2026-01-20 CPPCR 33(2) from 2025-07-20",
        ),
        (
            "2025-06-18 held, 2025-07-01 placed, 2025-11-06 returned",  # both give 18 December
            "2025-12-18 CPPCR 33(2) from 2025-06-18",
        ),
        # After that review the looked-after clock goes on with all reviews of the period.
        (
            "2025-07-01 placed, 2025-07-20 held, 2025-08-01 returned, 2025-09-05 held",
            "2026-03-05 CPPCR 33(2) from 2025-09-05",
        ),
        (
            "2025-06-20 authorised, 2025-07-01 placed, 2025-08-01 returned, 2025-09-05 held",
            "2026-03-05 CPPCR 33(2) from 2025-09-05",
        ),
        # A review held sooner than 28 days after counts like any other.
        (
            "2025-07-01 placed, 2025-08-01 returned, 2025-08-08 held",
            "2026-02-08 CPPCR 33(2) from 2025-08-08",
        ),
        # On the day of the return, before it: it is the last review, but not that one.
        (
            "2025-07-01 placed, 2025-08-01 held, 2025-08-01 returned",
            "2025-09-12 AAR 36 return from 2025-08-01",
        ),
        (
            "2025-07-01 placed, 2025-08-01 returned, 2025-08-20 placed",
            "2025-09-17 AAR 36(3)(a) from 2025-08-20",
        ),
        (
            "2025-07-01 placed, 2025-08-01 returned, 2025-08-20 authorised",
            "2025-09-12 AAR 36 return from 2025-08-01",
        ),
    ],
)
def test_adoption(events: str, expected: str) -> None:
    assert next_of(told(*LATER, *events.split(", "))) == expected


def test_after_a_review_both_clocks_give_the_same_date() -> None:
    due = told(*LATER, "2025-07-01 authorised", "2025-09-30 held").next_review

    assert due is not None
    assert due.rule is Rule.LATER_REVIEW
    assert due.competing is not None
    assert (due.competing.due, due.competing.rule) == (date(2026, 3, 30), Rule.AUTHORISED_LATER)


def test_returned_with_no_review_known_has_42_days() -> None:
    answer = told("2025-06-02 started", "2025-06-09 placed", "2025-07-01 returned")

    assert next_of(answer) == "2025-08-12 AAR 36 return from 2025-07-01"
    assert answer.next_review is not None
    assert answer.next_review.not_before == date(2025, 7, 29)
    assert answer.next_review.confidence is Confidence.MEDIUM
    assert answer.next_review.competing is None


def test_returned_and_reviewed_for_the_first_time_at_all_the_second_is_due_in_three_months() -> None:
    answer = told("2025-06-02 started", "2025-06-09 placed", "2025-07-01 returned", "2025-08-04 held")

    assert next_of(answer) == "2025-11-04 CPPCR 33(2) from 2025-08-04"
    assert held_of(answer) == ["2025-08-04 2025-08-12 in time AAR 36 return"]


def test_a_tie_names_the_looked_after_rule_and_says_so() -> None:
    due = told(*LATER, "2025-09-10 authorised").next_review

    assert due is not None
    assert due.rule is Rule.LATER_REVIEW
    assert due.competing is not None
    assert due.competing.rule is Rule.AUTHORISED_FIRST
    assert due.explanation.endswith("The other clock that runs (AAR 36(1)(a)) gives the same date.")


@pytest.mark.parametrize(
    ("events", "held", "expected"),
    [
        # In time or late by the date that stood on the day of the first sitting.
        (
            "2026-02-20 started, 2026-03-19 adjourned, 2026-04-10 resumed",
            ["2026-03-19 2026-03-20 in time CPPCR 33(1)"],
            "2026-06-19 CPPCR 33(2) from 2026-03-19",
        ),
        (
            "2026-02-20 started, 2026-03-23 adjourned, 2026-03-23 resumed",
            ["2026-03-23 2026-03-20 late CPPCR 33(1)"],
            "2026-06-23 CPPCR 33(2) from 2026-03-23",
        ),
        # Adjourned before the placement, resumed in it: not a review of the placement.
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-03-20 placed, 2026-03-27 resumed",
            ["2026-03-16 2026-03-20 in time CPPCR 33(1)"],
            "2026-04-17 AAR 36(3)(a) from 2026-03-20",
        ),
        # Nor is one adjourned before the return the review after it.
        (
            "2026-02-20 started, 2026-02-23 placed, 2026-03-16 adjourned, 2026-03-20 returned, 2026-03-27"
            " resumed",
            ["2026-03-16 2026-03-23 in time AAR 36(3)(a)"],
            "2026-05-01 AAR 36 return from 2026-03-20",
        ),
        # A review held in full meanwhile leaves nothing to resume, and a later one may be adjourned anew.
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-05-05 held, 2026-07-06 adjourned, 2026-07-10"
            " resumed",
            ["2026-05-05 2026-03-20 late CPPCR 33(1)", "2026-07-06 2026-08-05 in time CPPCR 33(2)"],
            "2027-01-06 CPPCR 33(2) from 2026-07-06",
        ),
        # One that was not full leaves it open; a cancelled sitting too.
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-03-20 held-not-full, 2026-03-23 cancelled,"
            " 2026-03-27 resumed",
            ["2026-03-16 2026-03-20 in time CPPCR 33(1)"],
            "2026-06-16 CPPCR 33(2) from 2026-03-16",
        ),
        # Concluded without going through Schedule 7: it does not count.
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-03-27 resumed-not-full",
            [],
            "2026-03-20 CPPCR 33(1) from 2026-02-20",
        ),
        # A stop and a start on one day leave it open.
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-03-20 ceased, 2026-03-20 started, 2026-03-27"
            " resumed",
            ["2026-03-16 2026-03-20 in time CPPCR 33(1)"],
            "2026-06-16 CPPCR 33(2) from 2026-03-16",
        ),
    ],
)
def test_adjourned(events: str, held: list[str], expected: str) -> None:
    answer = told(*events.split(", "))

    assert held_of(answer) == held
    assert next_of(answer) == expected
    assert answer.adjourned_until is None


def test_an_adjourned_review_keeps_both_days_and_says_which_counts() -> None:
    answer = told("2026-02-20 started", "2026-03-16 adjourned", "2026-04-15 resumed")

    assert answer.reviews[0].held == date(2026, 3, 16)
    assert answer.reviews[0].concluded == date(2026, 4, 15)
    assert answer.next_review is not None
    assert answer.next_review.explanation.endswith(
        "That review was adjourned and resumed in time; it is dated by its first sitting."
    )


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # More than a year in the placement by the next review: a meeting within 12 months of the last one.
        ("2025-06-10 fostered, 2025-12-10 held, 2026-06-05 held-no-meeting", "2026-12-10 from 2025-12-10"),
        ("2025-06-10 fostered, 2025-12-10 held, 2026-06-05 held", "2027-06-05 from 2026-06-05"),
        ("2025-06-10 fostered, 2025-12-11 held", "2026-12-11 from 2025-12-11"),
        # A year to the day is not more than a year.
        ("2025-06-10 fostered, 2025-12-10 held", None),
        ("2025-06-10 fostered", None),
        ("2025-06-10 fostered, 2025-12-11 held, 2026-01-05 moved", None),
        ("2025-06-10 fostered, 2025-12-11 held, 2026-01-05 placed", None),
        ("2025-06-10 fostered, 2025-12-11 held, 2026-01-05 placed, 2026-03-02 returned", None),
        (
            "2025-06-10 fostered, 2025-12-11 held, 2026-01-05 placed, 2026-03-02 returned, 2026-04-01 held",
            None,
        ),
        ("2025-06-10 fostered, 2025-12-11 held, 2026-01-05 ceased", None),
        # Another long-term placement counts its own year.
        ("2025-06-10 fostered, 2025-12-11 held, 2026-01-05 fostered", None),
        # An adjourned and resumed meeting is a meeting of its first sitting.
        ("2025-06-10 fostered, 2025-12-11 adjourned, 2026-01-05 resumed", "2026-12-11 from 2025-12-11"),
        # A review that was not full is no review meeting.
        (
            "2025-06-10 fostered, 2025-12-11 held, 2026-01-05 held-not-full",
            "2026-12-11 from 2025-12-11",
        ),
        # The meeting clock runs beside an authority to place as well.
        (
            "2025-06-10 fostered, 2025-12-11 held, 2026-05-11 authorised",
            "2026-12-11 from 2025-12-11",
        ),
    ],
)
def test_next_meeting(events: str, expected: str | None) -> None:
    meeting = told(*LATER, *events.split(", ")).next_meeting

    assert (f"{meeting.due} from {meeting.counted_from}" if meeting else None) == expected


def test_next_meeting_is_explained() -> None:
    meeting = told(*LATER, "2025-06-10 fostered", "2025-12-11 held").next_meeting

    assert meeting is not None
    assert meeting.rule is Rule.ANNUAL_MEETING
    assert meeting.explanation == (
        "Counted from Thursday 11 December 2025, the day of the last review held with a meeting: the next"
        " review with a meeting must be held not more than 12 calendar months later. A date counted in"
        " months does not move for a weekend or a bank holiday. The long-term foster placement started on"
        " Tuesday 10 June 2025; after a year in it a review may be held without a meeting, but not for"
        " longer than this."
    )


def test_no_meeting_is_due_where_none_is_known() -> None:
    answer = told("2025-03-03 started", "2025-03-20 held-no-meeting", "2025-06-10 fostered")

    assert answer.next_meeting is None


def test_no_meeting_is_due_in_short_breaks_or_with_nothing_to_count_from() -> None:
    assert told("2024-03-03 short-breaks", "2024-04-03 fostered", "2025-06-10 held").next_meeting is None
    assert told("2024-03-03 unknown-start", "2024-04-03 fostered").next_meeting is None


def test_a_meeting_may_be_due_where_no_review_is_before_18() -> None:
    events = ("2024-03-04 fostered", "2025-03-20 held", "2025-09-10 held-no-meeting")
    start = "2024-02-01 started"

    answer = told(start, *events, born=date(2008, 3, 22))
    assert next_of(answer) == "2026-03-10 CPPCR 33(2) from 2025-09-10"

    of_age_between = told(start, *events[:2], "2025-09-25 held-no-meeting", born=date(2008, 3, 22))
    assert of_age_between.next_review is None
    assert of_age_between.no_date_reason is NoDateReason.EIGHTEEN_FIRST
    assert of_age_between.next_meeting is not None
    assert of_age_between.next_meeting.due == date(2026, 3, 20)

    of_age_before = told(start, *events[:2], "2025-09-25 held-no-meeting", born=date(2008, 3, 20))
    assert of_age_before.next_meeting is None


def test_a_review_held_when_none_stood_due_before_18() -> None:
    answer = told(*LATER, "2025-12-01 held", "2026-02-02 held", born=date(2008, 5, 1))

    assert held_of(answer)[-2:] == [
        "2025-12-01 2025-12-10 in time CPPCR 33(2)",
        "2026-02-02 None - None",
    ]


def test_a_review_held_when_the_next_would_fall_on_the_18th_birthday() -> None:
    on_the_day = told(*LATER, "2025-12-01 held", born=date(2007, 12, 10))
    day_after = told(*LATER, "2025-12-01 held", born=date(2007, 12, 11))

    assert held_of(on_the_day)[-1] == "2025-12-01 None - None"
    assert held_of(day_after)[-1] == "2025-12-01 2025-12-10 in time CPPCR 33(2)"


def test_an_overdue_review_stays_due_after_18_and_is_late() -> None:
    answer = told(*LATER, "2026-01-05 held", born=date(2007, 12, 20))

    assert held_of(answer)[-1] == "2026-01-05 2025-12-10 late CPPCR 33(2)"
    assert answer.no_date_reason is NoDateReason.EIGHTEEN_FIRST


def test_reviews_of_every_period_are_given_and_numbered_within_each() -> None:
    answer = told(*LATER, "2025-07-01 ceased", "2026-01-12 started", "2026-02-02 held")

    assert held_of(answer) == [
        "2025-03-20 2025-03-31 in time CPPCR 33(1)",
        "2025-06-10 2025-06-20 in time CPPCR 33(2)",
        "2026-02-02 2026-02-09 in time CPPCR 33(1)",
    ]
    assert [review.number for review in answer.reviews] == [1, 2, 1]


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ("", ClockState.NONE),
        ("2025-03-03 started", ClockState.LOOKED_AFTER),
        ("2025-03-03 remanded", ClockState.LOOKED_AFTER),
        ("2025-03-03 short-breaks", ClockState.SHORT_BREAKS),
        ("2025-03-03 started, 2025-04-01 authorised", ClockState.ADOPTION_AUTHORISED),
        ("2025-03-03 started, 2025-04-01 authorised, 2025-05-01 placed", ClockState.ADOPTION_PLACED),
        ("2025-03-03 started, 2025-05-01 placed, 2025-06-02 returned", ClockState.ADOPTION_RETURNED),
        (
            "2025-03-03 started, 2025-04-01 authorised, 2025-05-01 placed, 2025-06-02 returned, 2025-07-01"
            " held",
            ClockState.ADOPTION_AUTHORISED,
        ),
        (
            "2025-03-03 started, 2025-05-01 placed, 2025-06-02 returned, 2025-07-01 held",
            ClockState.LOOKED_AFTER,
        ),
        ("2025-03-03 started, 2025-04-01 ceased", ClockState.ENDED),
    ],
)
def test_state(events: str, state: ClockState) -> None:
    assert told(*[text for text in events.split(", ") if text]).state is state


def test_no_events_at_all() -> None:
    answer = told()

    assert answer.next_review is None
    assert answer.next_meeting is None
    assert answer.reviews == ()
    assert answer.no_date_reason is NoDateReason.NOT_LOOKED_AFTER


@pytest.mark.parametrize(
    ("events", "fault", "message", "index"),
    [
        (
            "2025-03-03 started, 2025-06-10 held, 2025-06-09 held",
            Fault.OUT_OF_ORDER,
            'The event "review held" on Monday 9 June 2025 comes after one on Tuesday 10 June 2025: list'
            " the oldest first.",
            2,
        ),
        (
            "2025-06-09 held, 2025-06-10 started",
            Fault.BEFORE_START,
            'The event "review held" on Monday 9 June 2025 is before the child was looked after.',
            0,
        ),
        (
            "2025-03-03 started, 2025-06-09 ceased, 2025-06-09 held",
            Fault.AFTER_END,
            'The event "review held" on Monday 9 June 2025 is after the child ceased to be looked after on'
            " Monday 9 June 2025.",
            2,
        ),
        (
            "2025-03-03 started, 2025-06-09 ceased, 2025-06-10 ceased",
            Fault.AFTER_END,
            'The event "ceased to be looked after" on Tuesday 10 June 2025 is after the child ceased to be'
            " looked after on Monday 9 June 2025.",
            2,
        ),
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-04-16 resumed",
            Fault.LATE_RESUMPTION,
            'The event "review resumed" on Thursday 16 April 2026 is too late: the review adjourned on'
            " Monday 16 March 2026 had to be resumed within 20 working days, by Wednesday 15 April 2026.",
            2,
        ),
        (
            "2026-02-20 started, 2026-03-16 adjourned, 2026-05-18 adjourned",
            Fault.SECOND_ADJOURNMENT,
            'The event "review adjourned" on Monday 18 May 2026 is a second one: the review of Monday 16'
            " March 2026 is adjourned already.",
            2,
        ),
        (
            "2026-02-20 started, 2026-03-16 resumed",
            Fault.NOT_ADJOURNED,
            'The event "review resumed" on Monday 16 March 2026 resumes a review that was not adjourned.',
            1,
        ),
        (
            "2026-02-20 started, 2026-03-16 returned",
            Fault.NOT_PLACED,
            'The event "adoption placement ended" on Monday 16 March 2026 ends a placement that had not'
            " started.",
            1,
        ),
        (
            "2012-06-14 started",
            Fault.BEFORE_BIRTH,
            'The event "started to be looked after" on Thursday 14 June 2012 is before the date of birth.',
            0,
        ),
        (
            "2081-01-01 started",
            Fault.OUT_OF_RANGE,
            "The started to be looked after 2081-01-01 is not a likely date; give one from 1900 to 2080.",
            0,
        ),
    ],
)
def test_timelines_that_cannot_be(events: str, fault: Fault, message: str, index: int) -> None:
    with pytest.raises(TimelineError) as refused:
        told(*events.split(", "))

    assert refused.value.fault is fault
    assert str(refused.value) == message
    assert refused.value.index == index


def test_as_of_bounds_the_events_and_does_nothing_else() -> None:
    events = ("2026-04-02 started", "2026-04-20 held")

    for as_of in (None, date(2026, 4, 20), date(2031, 1, 1), date(9999, 12, 31)):
        assert review_dates(timeline(*events, as_of=as_of)) == told(*events)
    with pytest.raises(TimelineError, match="is after Sunday 19 April 2026, the day asked about") as refused:
        review_dates(timeline(*events, as_of=date(2026, 4, 19)))
    assert refused.value.fault is Fault.AFTER_AS_OF


def test_a_baby_may_be_looked_after_from_birth() -> None:
    assert (
        next_of(told("2026-04-02 started", born=date(2026, 4, 2))) == "2026-05-05 CPPCR 33(1) from 2026-04-02"
    )


def test_a_birth_that_cannot_be_counted_from() -> None:
    with pytest.raises(TimelineError, match="date of birth 9990-01-01 is not a likely date") as refused:
        told("2026-04-02 started", born=date(9990, 1, 1))
    assert refused.value.index is None


@pytest.mark.parametrize(
    ("born", "started"),
    [("1900-01-01", "1900-01-02"), ("2062-01-01", "2080-01-02"), ("2080-12-31", "2080-12-31")],
)
def test_the_first_and_the_last_likely_year(born: str, started: str) -> None:
    assert told(f"{started} started", born=date.fromisoformat(born)).state is ClockState.LOOKED_AFTER


def test_a_due_date_carries_its_whole_working() -> None:
    due = told("2026-04-02 started").next_review

    assert due is not None
    assert due.counted_from == date(2026, 4, 2)
    assert due.counted_from_event is CountedFrom.STARTED
    assert (due.amount, due.unit) == (20, Unit.WORKING_DAYS)
    assert due.plan_for == date(2026, 5, 5)
    assert due.confidence is Confidence.FOUND
    assert due.not_before is None
    assert due.competing is None


def test_the_authority_s_own_bank_holidays_are_skipped_and_named() -> None:
    calendar = WorkingCalendar({date(2026, 4, 20): "National day of thanks", date(2026, 5, 4): None})
    due = told("2026-04-02 started", calendar=calendar).next_review

    assert due is not None
    assert due.due == date(2026, 5, 5)
    assert "National day of thanks (Monday 20 April 2026)" in due.explanation
    assert "May Day" not in due.explanation


def test_one_bank_holiday_is_named_alone() -> None:
    due = told("2026-05-05 started").next_review

    assert due is not None
    assert due.explanation.endswith(
        "Weekends are not counted, nor is Spring Bank Holiday (Monday 25 May 2026)."
    )


# The choices of law


def test_choice_adjourned_review_dated_by_its_last_sitting() -> None:
    answer = told(
        "2026-02-20 started",
        "2026-03-16 adjourned",
        "2026-04-15 resumed",
        settings=ClockSettings(review_dated_by=Sitting.LAST),
    )

    assert held_of(answer) == ["2026-04-15 2026-03-20 late CPPCR 33(1)"]
    assert next_of(answer) == "2026-07-15 CPPCR 33(2) from 2026-04-15"
    assert answer.next_review is not None
    assert "it is dated by its last sitting" in answer.next_review.explanation


EXTRA_BEFORE_SECOND = ("2025-12-01 started", "2025-12-19 held", "2026-02-02 held-extra")
EXTRA_LATER = (*LATER, "2025-09-01 held-extra")


@pytest.mark.parametrize(
    ("events", "settings", "expected"),
    [
        (EXTRA_BEFORE_SECOND, {}, "2026-03-19 CPPCR 33(2) from 2025-12-19"),
        (
            EXTRA_BEFORE_SECOND,
            {"extra_review_replaces_second": True},
            "2026-08-02 CPPCR 33(2) from 2026-02-02",
        ),
        (EXTRA_LATER, {}, "2026-03-01 CPPCR 33(2) from 2025-09-01"),
        (EXTRA_LATER, {"extra_review_resets_interval": False}, "2025-12-10 CPPCR 33(2) from 2025-06-10"),
        (("2025-12-01 started", "2025-12-10 held-extra"), {}, "2026-03-10 CPPCR 33(2) from 2025-12-10"),
        (
            ("2025-12-01 started", "2025-12-10 held-extra"),
            {"extra_review_resets_interval": False},
            "2026-03-10 CPPCR 33(2) from 2025-12-10",
        ),
        (
            ("2025-01-06 unknown-start", "2025-03-10 held", "2025-05-01 held-extra"),
            {"extra_review_resets_interval": False},
            "2025-09-10 CPPCR 33(2) from 2025-03-10",
        ),
        # Not marked extra, a full review counts whatever the choice.
        (
            ("2025-12-01 started", "2025-12-19 held", "2026-02-02 held"),
            {},
            "2026-08-02 CPPCR 33(2) from 2026-02-02",
        ),
    ],
)
def test_choice_extra_reviews(events: tuple[str, ...], settings: dict[str, bool], expected: str) -> None:
    assert next_of(told(*events, settings=ClockSettings.from_values(settings))) == expected


def test_an_extra_review_that_does_not_count_is_left_out() -> None:
    assert len(told(*EXTRA_BEFORE_SECOND).reviews) == 1


def test_choice_reviews_of_the_short_breaks_go_on_counting() -> None:
    settings = ClockSettings(full_time_starts_new_count=False)
    events = ("2026-01-09 short-breaks", "2026-03-02 held", "2026-03-16 full-time")

    answer = told(*events, settings=settings)
    assert next_of(answer) == "2026-06-02 CPPCR 33(2) from 2026-03-02"
    assert answer.next_review is not None
    assert answer.next_review.explanation.endswith("The reviews held during the short breaks go on counting.")

    none_held = told("2026-01-09 short-breaks", "2026-03-16 full-time", settings=settings)
    assert next_of(none_held) == "2026-04-15 CPPCR 33(1) from 2026-03-16"


def test_choice_unknown_start_kept_through_full_time() -> None:
    settings = ClockSettings(full_time_starts_new_count=False, unknown_start_interval_months=3)
    answer = told(
        "2026-01-09 unknown-short-breaks", "2026-03-02 held", "2026-03-16 full-time", settings=settings
    )

    assert next_of(answer) == "2026-06-02 CPPCR 33(2) from 2026-03-02"


def test_choice_return_window() -> None:
    events = (*LATER, "2025-07-01 placed", "2025-08-01 returned")
    settings = ClockSettings(return_review_not_before_days=20, return_review_not_after_days=30)

    due = told(*events, settings=settings).next_review
    assert due is not None
    assert due.due == date(2025, 8, 31)
    assert due.not_before == date(2025, 8, 21)
    assert "not before 20 and not after 30 days later" in due.explanation
    assert "The 30 days are as the portal reads" in due.explanation


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("2025-08-28", "2025-09-12 AAR 36 return from 2025-08-01"),
        ("2025-08-29", "2026-02-28 CPPCR 33(2) from 2025-08-29"),
    ],
)
def test_choice_a_review_before_the_28th_day_leaves_the_return_review_due(held: str, expected: str) -> None:
    settings = ClockSettings(early_return_review_counts=False)
    events = (*LATER, "2025-07-01 placed", "2025-08-01 returned", f"{held} held")

    assert next_of(told(*events, settings=settings)) == expected


def test_choice_meeting_interval() -> None:
    settings = ClockSettings(long_term_fostering_relaxed_after_months=24, meeting_interval_months=18)
    events = (*LATER, "2025-06-10 fostered", "2025-12-11 held")

    assert told(*events, settings=settings).next_meeting is None
    meeting = told(*events, "2026-12-11 held", settings=settings).next_meeting
    assert meeting is not None
    assert meeting.due == date(2028, 6, 11)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (LeapDayBirthday.FIRST_OF_MARCH, "2026-02-28 CPPCR 33(2) from 2025-08-31"),
        (LeapDayBirthday.LAST_OF_FEBRUARY, None),
    ],
)
def test_choice_birthday_of_29_february(choice: LeapDayBirthday, expected: str | None) -> None:
    answer = told(
        *LATER,
        "2025-08-31 held",
        born=date(2008, 2, 29),
        settings=ClockSettings(leap_day_birthday=choice),
    )

    assert next_of(answer) == expected


def test_a_start_without_a_basis_is_full_time_care() -> None:
    answer = review_dates(Timeline(BORN, [Event(date(2026, 4, 2), EventKind.STARTED)]))

    assert next_of(answer) == "2026-05-05 CPPCR 33(1) from 2026-04-02"
