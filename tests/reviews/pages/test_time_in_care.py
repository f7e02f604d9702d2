"""Time in care: every bar and mark inside the scale, no length below one, no words over other words."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from children.models import Child
from children.selectors import ChildRecord, Spell
from core.calendar import WorkingCalendar
from reviews.models import Review
from reviews.selectors import drawing
from reviews.selectors.child import OpenDuty, ReviewsOfChild
from reviews.selectors.time_in_care import TimeInCare, joined, time_in_care

ON = date(2026, 4, 21)
CALENDAR = WorkingCalendar({})


def spell(start: date, end: date | None, code: str = "", **facts: object) -> Spell:
    """A stretch of time."""
    given = {"start_known": True, "given": False, "end_reason": "", "carers": "", "reason": "", **facts}
    return Spell(1, "u", start, end, code, given)


def review(number: int, held: date, due: date | None = None, **facts: object) -> Review:
    """A review held."""
    return Review(
        period_id=1,
        number=number,
        state="concluded",
        held_date=held,
        concluded_date=held,
        due_date=due,
        **facts,
    )


def known(reviews: list[Review], due: date | None = None) -> ReviewsOfChild:
    """What reviews know: the newest first."""
    for one in reviews:
        one.decision_rows = []
    newest = sorted(reviews, key=lambda one: one.held_date, reverse=True)
    duties = [OpenDuty(None, "review", due, None)] if due else []
    return ReviewsOfChild(newest, duties, "", CALENDAR)


def record(
    periods: list[Spell], homes: list[Spell] | None = None, law: list[Spell] | None = None
) -> ChildRecord:
    """What the children app knows."""
    child = Child(number="1", date_of_birth=date(2010, 1, 1))
    return ChildRecord(child, periods, law or [], homes or [], [], "", None)


def drawn(*args: object, on: date = ON) -> TimeInCare:
    """The drawing, which there must be."""
    found = time_in_care(*args, on)
    assert found is not None
    return found


DAYS = st.dates(date(2008, 1, 1), ON)


@st.composite
def lives(draw: st.DrawFn) -> tuple[ChildRecord, ReviewsOfChild]:
    """A child's time in care: periods one after another, homes and statuses in them, reviews anywhere."""
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=9, unique=True)))
    bounds = [days[n : n + 2] for n in range(0, len(days), 2)]
    open_end = draw(st.booleans())
    periods = []
    for index, bound in enumerate(bounds):
        end = bound[1] if len(bound) == 2 else None
        if index == len(bounds) - 1 and open_end:
            end = None
        if end is None and index < len(bounds) - 1:
            end = bounds[index + 1][0]
        periods.append(spell(bound[0], end, start_known=draw(st.booleans())))
    homes, law = [], []
    for period in periods:
        last = period.end or ON
        for rows, codes in ((homes, ("U6", "K2", "P1")), (law, ("C2", "V2", "E1"))):
            cuts = sorted(
                {
                    period.start,
                    *draw(st.lists(st.dates(period.start, last), max_size=12)),
                }
                - {last}
            ) or [period.start]
            ends = [*cuts[1:], period.end]
            for start, end in zip(cuts, ends, strict=True):
                name = draw(st.sampled_from(["", "Mo", "Mo and Pat Fernlea", "W" * 40]))
                rows.append(spell(start, end, draw(st.sampled_from(codes)), carers=name))
    held = sorted(draw(st.lists(DAYS, max_size=40, unique=True)))
    reviews = [
        review(n, day, draw(st.none() | st.just(day) | st.just(day - timedelta(days=30))))
        for n, day in enumerate(held, 1)
    ]
    due = draw(st.none() | st.dates(ON - timedelta(days=900), ON + timedelta(days=400)))
    return record(periods, homes, law), known(reviews, due)


@given(lives())
def test_everything_stays_inside_the_scale(life: tuple[ChildRecord, ReviewsOfChild]) -> None:
    found = drawn(*life)

    for one, start, end in ((found.wide, 128, 1108), (found.tall, 26, found.tall.length)):
        for bar in (*one.homes, *one.law):
            assert start <= bar.at
            assert bar.length >= 1
            assert bar.at + bar.length <= end
        for begins, ends in one.care:
            assert start <= begins < ends <= end
        places = [mark.at for mark in one.marks] + [line.at for line in one.lines]
        places += [place for place in (one.today, one.unknown) if place is not None]
        assert all(start <= place <= end for place in places)


@given(lives())
def test_words_never_run_into_each_other(life: tuple[ChildRecord, ReviewsOfChild]) -> None:
    found = drawn(*life)
    spans = []
    for mark in found.wide.marks:
        if mark.title:
            half = max(drawing.width_of(mark.title, 13), drawing.width_of(mark.day, 12)) / 2
            spans.append((mark.at + mark.shift - half, mark.at + mark.shift + half))
    spans.sort()
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(low >= -1 and high <= 1121 for low, high in spans)
    named = [line for line in found.wide.lines if line.words]
    assert all(left.at + drawing.width_of(left.words, 12) <= right.at for left, right in pairwise(named))
    for bar in (*found.wide.homes, *found.wide.law):
        for at, words in bar.lines:
            assert at + drawing.width_of(words, 13) <= bar.at + bar.length
    rows = [
        (mark.at - 11 if mark.day else mark.at - 6, mark.at + 13 if mark.day else mark.at + 4)
        for mark in found.tall.marks
        if mark.title
    ]
    assert all(above[1] <= below[0] for above, below in pairwise(rows))


@given(lives())
def test_the_table_has_everything(life: tuple[ChildRecord, ReviewsOfChild]) -> None:
    seen, reviews = life
    found = drawn(seen, reviews)

    ended = sum(1 for one in seen.periods if one.end)
    rows = len(seen.periods) + ended + len(seen.placements) + len(seen.statuses) + len(reviews.reviews)
    assert len(found.rows) == rows
    assert found.rows == sorted(found.rows, key=lambda row: row.sort)


def test_nothing_known_draws_nothing() -> None:
    assert time_in_care(record([]), known([]), ON) is None


def test_periods_close_together_are_one_stretch() -> None:
    old = spell(date(2015, 1, 1), date(2015, 6, 1))
    left = spell(date(2020, 1, 1), date(2021, 1, 1))
    back = spell(date(2022, 1, 2), None)

    assert joined([]) == []
    assert joined([old, left, back]) == [left, back]  # 366 days apart
    assert joined([old, left, spell(date(2022, 1, 3), None)]) == [spell(date(2022, 1, 3), None)]


def test_what_lies_before_the_drawing_is_said() -> None:
    old = [spell(date(2010, 1, 1), date(2011, 2, 3)), spell(date(2013, 1, 1), date(2013, 2, 3))]

    found = drawn(record([*old, spell(date(2025, 1, 1), None)]), known([]))

    assert found.earlier == (
        "Looked after before: 1 January 2010 to 3 February 2011 and 1 January 2013 to 3 February 2013. "
        "The table has it all."
    )


def test_the_example_of_the_drawing() -> None:
    periods = [spell(date(2025, 1, 15), None)]
    homes = [
        spell(date(2025, 1, 15), date(2025, 2, 3), "U6"),
        spell(date(2025, 2, 3), date(2025, 7, 28), "U6", carers="Bell family"),
        spell(date(2025, 7, 28), None, "U4", carers="Mo and Pat Fernlea"),
    ]
    law = [
        spell(date(2025, 1, 15), date(2025, 3, 3), "V2"),
        spell(date(2025, 3, 3), date(2025, 9, 19), "C1"),
        spell(date(2025, 9, 19), None, "C2"),
    ]
    reviews = [
        review(1, date(2025, 2, 11), date(2025, 2, 12)),
        review(2, date(2025, 5, 8), date(2025, 5, 11)),
        review(3, date(2025, 11, 20), date(2025, 11, 8), late_reason="School holiday clash"),
        review(4, ON, date(2026, 5, 20)),
    ]

    found = drawn(record(periods, homes, law), known(reviews, date(2026, 10, 21)))

    assert found.summary == (
        "Time line of care from January 2025. 3 homes, 3 legal statuses, 4 reviews: 3 in time, 1 late. "
        "The same facts are in the table below."
    )
    assert [[words for _at, words in bar.lines] for bar in found.wide.homes] == [
        [],
        ["Bell family, foster home"],
        ["Mo and Pat Fernlea, foster home"],
    ]
    assert found.wide.homes[0].note == "Foster home"
    assert [[words for _at, words in bar.lines] for bar in found.wide.law] == [
        ["s20"],
        ["Interim care order"],
        ["Care order"],
    ]
    assert [(mark.title, mark.day, mark.kind) for mark in found.wide.marks] == [
        ("Review 1", "11 Feb 2025", "ok"),
        ("Review 2", "8 May 2025", "ok"),
        ("Review 3", "20 Nov 2025, 9 late", "late"),
        ("Review 4", "21 Apr 2026", "ok"),
        ("Review 5", "by 21 Oct 2026", "todo"),
    ]
    assert [line.words for line in found.wide.lines if line.words] == [
        "Jan 2025", "Apr", "Jul", "Oct", "Jan 2026", "Apr", "Jul", "Oct",
    ]  # fmt: skip
    assert [(mark.title, mark.day) for mark in found.tall.marks][2] == ("20 Nov", "9 late")
    late = next(row for row in found.rows if row.late)
    assert (late.about, late.what, late.more) == (
        "Review 3",
        "9 working days late",
        "Due by 8 Nov 2025. Why: School holiday clash",
    )


def test_an_overdue_review_is_drawn_as_late() -> None:
    found = drawn(record([spell(date(2025, 3, 1), None)]), known([], date(2026, 4, 1)))

    mark = found.wide.marks[-1]
    assert (mark.kind, mark.late, mark.day) == ("overdue", True, "was due 1 Apr 2026")
    assert found.tall.marks[-1].day == "not held"


def test_a_child_no_longer_looked_after_has_no_today_and_nothing_to_come() -> None:
    ended = spell(date(2024, 2, 1), date(2025, 10, 3), end_reason="E4A")

    found = drawn(record([ended]), known([], date(2026, 4, 1)))

    assert found.wide.today is None
    assert found.wide.marks == []
    assert [row.what for row in found.rows] == ["Started to be looked after", "Ceased to be looked after"]
    assert found.rows[1].more.startswith("Returned home")


def test_an_unknown_start_is_left_open() -> None:
    unknown = spell(date(2025, 4, 1), None, start_known=False)

    found = drawn(record([unknown]), known([]))

    assert found.wide.unknown is not None
    assert found.wide.unknown > 128
    assert (found.rows[0].what, found.rows[0].more) == (
        "Looked after by this day",
        "When it began is not known",
    )


def test_a_start_given_by_a_person_is_said() -> None:
    assert drawn(record([spell(date(2025, 4, 1), None, given=True)]), known([])).rows[0].more == (
        "Date given by a person"
    )


def test_a_review_of_another_time_is_in_the_table_alone() -> None:
    reviews = known([review(1, date(2012, 5, 1)), review(1, date(2025, 5, 1))])
    periods = [spell(date(2012, 1, 1), date(2013, 1, 1)), spell(date(2025, 4, 1), None)]

    found = drawn(record(periods), reviews)

    assert [mark.day for mark in found.wide.marks] == ["1 May 2025"]
    assert sum(1 for row in found.rows if row.about == "Review 1") == 2


def test_late_needs_two_dates() -> None:
    with pytest.raises(ValueError, match="had a due date"):
        known([]).days_late(review(1, ON))


def test_today_shows_on_a_first_day_of_care() -> None:
    found = drawn(record([spell(ON, None)], [spell(ON, None, "U6")]), known([], date(2026, 5, 20)))

    assert found.wide.today == found.wide.homes[0].at
    assert found.wide.homes[0].length >= 1
