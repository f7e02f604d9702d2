"""What holds for every timeline, tried on thousands of made-up ones.

Holding a review earlier never makes the next one due later: for the last review of any timeline, moved back
within its period of care to any day on which the rest is still possible. Two things lie outside it:

* A review held in addition. A full extra review between the first and the second takes the second's place and
  gives six months from itself instead of three from the first (`test_where_the_law_itself_breaks_it`); that is
  why an authority starts with such reviews not counting.
* A child in a series of short breaks who is placed for adoption, which the law does not know: back from the
  placement and then full time, the 42 days after the return govern until a review, the 20 working days after it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.calendar import ENGLAND, add_months
from reviews.timescales import (
    Basis,
    Due,
    Event,
    EventKind,
    Timeline,
    TimelineError,
    Unit,
    answer_line,
    review_dates,
)
from tests.reviews.timescales import plainly
from tests.reviews.timescales.timelines import told

K = EventKind
pytestmark = pytest.mark.slow


def tried(times: int) -> settings:
    """How often to try: so often in the usual run, more in a profile that tries more than Hypothesis's own 100."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    more = max(1, settings().max_examples // 100)
    return settings(max_examples=times * more, deadline=None, suppress_health_check=slow)


GAPS = st.one_of(st.just(0), st.integers(min_value=0, max_value=45), st.integers(min_value=0, max_value=250))
IN_CARE = [
    K.REVIEW_HELD,
    K.REVIEW_HELD,
    K.REVIEW_HELD,
    K.REVIEW_ADJOURNED,
    K.REVIEW_RESUMED,
    K.REVIEW_CANCELLED,
    K.SHORT_BREAKS_BECAME_FULL_TIME,
    K.AUTHORISED_TO_PLACE,
    K.PLACED_FOR_ADOPTION,
    K.ADOPTION_PLACEMENT_ENDED,
    K.LONG_TERM_FOSTERING_STARTED,
    K.PLACEMENT_CHANGED,
    K.STARTED,
    K.CEASED,
]


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """A timeline that can be: each event drawn is kept if the ones before allow it."""
    born = draw(st.dates(min_value=date(2001, 1, 1), max_value=date(2015, 12, 31)))
    day = born + timedelta(days=draw(st.integers(min_value=0, max_value=17 * 365)))
    events: list[Event] = []
    looked_after, placed, adjourned = False, False, None
    for _ in range(draw(st.integers(min_value=0, max_value=12))):
        kind = draw(st.sampled_from(IN_CARE)) if looked_after else K.STARTED
        day += timedelta(days=draw(GAPS))
        if kind is K.REVIEW_ADJOURNED:
            if adjourned is not None:
                continue
            adjourned = day
        elif kind is K.REVIEW_RESUMED:
            if adjourned is None or day > plainly.working_days_on(adjourned, 20):
                continue
            adjourned = None
        elif kind is K.ADOPTION_PLACEMENT_ENDED:
            if not placed:
                continue
            placed = False
        elif kind is K.PLACED_FOR_ADOPTION:
            placed = True
        elif kind is K.CEASED:
            looked_after = False
        basis = draw(st.sampled_from(Basis)) if kind is K.STARTED else None
        if kind is K.STARTED:
            began = plainly.period_start([*events, Event(day, kind, basis)])
            if began == len(events):  # a period of its own, not one more of what ran before
                placed, adjourned = False, None
            looked_after = True
        full = draw(st.sampled_from([True, True, True, False])) if kind is K.REVIEW_HELD else True
        if kind is K.REVIEW_HELD and full:
            adjourned = None
        events.append(
            Event(
                on=day,
                kind=kind,
                basis=basis,
                start_known=draw(st.sampled_from([True, True, False])) if kind is K.STARTED else True,
                full=full,
                meeting=draw(st.booleans()),
            )
        )
    return Timeline(born, events)


@tried(400)
@given(timelines())
def test_the_clock_agrees_with_the_rules_told_plainly(timeline: Timeline) -> None:
    answer = review_dates(timeline)
    events = list(timeline.events)

    due = answer.next_review
    assert (due and (due.due, due.rule, due.counted_from)) == plainly.standing(events, timeline.date_of_birth)
    assert [(one.held, one.due, one.rule) for one in answer.reviews] == plainly.reviews_told(
        events, timeline.date_of_birth
    )


def dues(due: Due | None) -> list[Due]:
    return [due, *dues(due.competing)] if due else []


@tried(150)
@given(timelines())
def test_a_date_is_never_before_what_it_counts_from(timeline: Timeline) -> None:
    answer = review_dates(timeline)
    days = {event.on for event in timeline.events}

    for due in dues(answer.next_review) + dues(answer.next_meeting):
        assert due.due > due.counted_from
        assert due.counted_from in days
        assert due.plan_for <= due.due
        assert ENGLAND.is_working_day(due.plan_for)
        if due.unit is Unit.WORKING_DAYS:
            assert ENGLAND.working_days_between(due.counted_from, due.due) == due.amount
            assert due.skipped == ENGLAND.holidays_between(due.counted_from, due.due)
        elif due.unit is Unit.MONTHS:
            assert due.due == add_months(due.counted_from, due.amount)
    if answer.next_review and answer.next_review.competing:
        assert answer.next_review.due <= answer.next_review.competing.due
    for review in answer.reviews:
        assert review.on_time == (None if review.due is None else review.held <= review.due)
    assert (answer.next_review is None) == (answer.no_date_reason is not None)


@tried(100)
@given(timelines())
def test_every_explanation_names_its_days(timeline: Timeline) -> None:
    answer = review_dates(timeline)

    for due in dues(answer.next_review) + dues(answer.next_meeting):
        counted_from = due.counted_from
        assert f"{counted_from:%A} {counted_from.day} {counted_from:%B %Y}" in due.explanation
        for day, name in due.skipped:
            assert f"{name} ({day:%A} {day.day} {day:%B %Y})" in due.explanation


@tried(250)
@given(timelines(), st.data())
def test_holding_the_last_review_earlier_never_makes_the_next_later(
    timeline: Timeline, data: st.DataObject
) -> None:
    held = [n for n, event in enumerate(timeline.events) if event.kind is K.REVIEW_HELD and event.full]
    assume(held)
    last = held[-1]
    later_sitting = {K.REVIEW_ADJOURNED, K.REVIEW_RESUMED}
    assume(not [event for event in timeline.events[last:] if event.kind in later_sitting])
    short_breaks = [event for event in timeline.events if event.basis is Basis.SHORT_BREAKS]
    assume(not short_breaks or all(event.kind is not K.PLACED_FOR_ADOPTION for event in timeline.events))
    start = plainly.period_start(list(timeline.events[:last]))
    assert start is not None
    events = list(timeline.events)
    review = events.pop(last)
    place = data.draw(st.integers(min_value=start + 1, max_value=last), label="its new place")
    earliest = events[place - 1].on
    latest = min(review.on, events[place].on) if place < len(events) else review.on
    moved_to = data.draw(st.dates(min_value=earliest, max_value=latest), label="its new day")
    events.insert(place, replace(review, on=moved_to))
    try:
        earlier = review_dates(Timeline(timeline.date_of_birth, events))
    except TimelineError:
        return  # moved to a day out of care, or over a review that then stood adjourned
    assume(earlier.reviews[-1].held == moved_to)  # moved over other reviews it is not the last one

    as_it_was = review_dates(timeline)
    if as_it_was.next_review is not None:
        assert earlier.next_review is not None
        assert earlier.next_review.due <= as_it_was.next_review.due


def test_where_the_law_itself_breaks_it() -> None:
    without = told("2025-12-01 started", "2025-12-19 held").next_review
    extra = told("2025-12-01 started", "2025-12-19 held", "2026-02-02 held").next_review

    assert without is not None
    assert extra is not None
    assert without.due == date(2026, 3, 19)
    assert extra.due == date(2026, 8, 2)


@tried(100)
@given(timelines())
def test_asked_again_the_answer_is_the_same(timeline: Timeline) -> None:
    assert review_dates(timeline) == review_dates(timeline)


@tried(100)
@given(timelines())
def test_a_cancelled_review_changes_nothing(timeline: Timeline) -> None:
    without = [event for event in timeline.events if event.kind is not K.REVIEW_CANCELLED]

    assert review_dates(Timeline(timeline.date_of_birth, without)) == review_dates(timeline)


@tried(100)
@given(timelines())
def test_a_review_that_was_not_full_changes_nothing(timeline: Timeline) -> None:
    without = [event for event in timeline.events if event.full]

    assert review_dates(Timeline(timeline.date_of_birth, without)) == review_dates(timeline)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@tried(150)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "date_of_birth": JSON,
            "as_of": JSON,
            "events": st.lists(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "on": JSON,
                        "event": JSON | st.sampled_from([str(kind) for kind in K]),
                        "basis": JSON,
                        "full": JSON,
                        "start_known": JSON,
                    },
                ),
                max_size=3,
            )
            | JSON,
        },
    )
    | JSON
)
def test_whatever_the_line_there_is_one_answer(values: object) -> None:
    answer = answer_line(json.dumps(values))

    assert answer.isascii()
    assert "\n" not in answer
    keys = set(json.loads(answer))
    assert keys in ({"error"}, {"next_review", "next_meeting", "reviews"})


@tried(100)
@given(st.binary(max_size=60))
def test_whatever_the_bytes_there_is_an_answer(line: bytes) -> None:
    assert json.loads(answer_line(line))
