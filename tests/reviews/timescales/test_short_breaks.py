"""Short breaks recorded one by one."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.timescales import Basis, ClockSettings, Spell, TimelineError, join_spells
from tests.reviews.timescales.timelines import held_of, next_of, told


def spell(start: str, end: str | None) -> Spell:
    return Spell(date.fromisoformat(start), date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("breaks", "series"),
    [
        ([], []),
        ([("2026-01-09", "2026-01-11")], [("2026-01-09", "2026-01-11")]),
        # Six months between them to the day is one series; a day more is two.
        (
            [("2026-01-09", "2026-01-11"), ("2026-07-11", "2026-07-12")],
            [("2026-01-09", "2026-07-12")],
        ),
        (
            [("2026-01-09", "2026-01-11"), ("2026-07-12", "2026-07-13")],
            [("2026-01-09", "2026-01-11"), ("2026-07-12", "2026-07-13")],
        ),
        # Each gap counts from the break before, not from the first.
        (
            [("2026-01-09", "2026-01-11"), ("2026-06-01", "2026-06-03"), ("2026-11-02", "2026-11-04")],
            [("2026-01-09", "2026-11-04")],
        ),
        # Whatever the order they come in; one still running keeps the series open.
        ([("2026-02-06", None), ("2026-01-09", "2026-01-11")], [("2026-01-09", None)]),
        ([("2026-01-09", None), ("2026-02-06", "2026-02-08")], [("2026-01-09", None)]),
        # One within another does not shorten it.
        ([("2026-01-09", "2026-01-20"), ("2026-01-10", "2026-01-12")], [("2026-01-09", "2026-01-20")]),
    ],
)
def test_short_breaks_are_joined(
    breaks: list[tuple[str, str | None]], series: list[tuple[str, str | None]]
) -> None:
    joined = join_spells(spell(*one) for one in breaks)

    assert joined == tuple(spell(*one) for one in series)


def test_the_gap_is_a_setting() -> None:
    breaks = [spell("2026-01-09", "2026-01-11"), spell("2026-02-12", "2026-02-13")]

    assert len(join_spells(breaks, settings=ClockSettings(short_break_series_gap_months=1))) == 2


ACCOMMODATED = Basis.ACCOMMODATED


def test_care_that_stops_and_starts_on_one_day_is_one_stretch() -> None:
    spells = [
        Spell(date(2026, 1, 9), date(2026, 3, 2), ACCOMMODATED, start_known=False),
        Spell(date(2026, 3, 2), None, Basis.REMANDED),
    ]

    assert join_spells(spells) == (Spell(date(2026, 1, 9), None, ACCOMMODATED, start_known=False),)


def test_full_time_care_is_never_joined_over_a_gap() -> None:
    full = Spell(date(2026, 1, 9), date(2026, 3, 2), ACCOMMODATED)
    again = Spell(date(2026, 3, 3), None, ACCOMMODATED)
    brief = Spell(date(2026, 3, 3), None)

    assert join_spells([full, again]) == (full, again)
    assert join_spells([full, brief]) == (full, brief)
    assert join_spells([brief, Spell(date(2025, 1, 9), date(2026, 3, 2))]) == (Spell(date(2025, 1, 9), None),)


def test_a_series_that_became_full_time_is_over() -> None:
    """A break after the full-time care has ended is the first of another series."""
    spells = [
        Spell(date(2026, 1, 9), date(2026, 1, 20)),
        Spell(date(2026, 1, 20), date(2026, 3, 2), ACCOMMODATED),
        Spell(date(2026, 4, 3), None),
    ]

    assert join_spells(spells) == (
        Spell(date(2026, 1, 9), date(2026, 3, 2), full_time=True),
        Spell(date(2026, 4, 3), None),
    )


# The clock itself, told of breaks one by one


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        # Another break within six months is of the series, to the day; the count goes on from the first.
        (
            ("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-07-11 short-breaks"),
            "2026-04-09 CPPCR 48(3) from 2026-01-09",
        ),
        (
            ("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-07-12 short-breaks"),
            "2026-10-12 CPPCR 48(3) from 2026-07-12",
        ),
        # Reviews held in an earlier break count.
        (
            ("2026-01-09 short-breaks", "2026-01-10 held", "2026-01-11 ceased", "2026-02-06 short-breaks"),
            "2026-07-10 CPPCR 48(3) from 2026-01-10",
        ),
        # Full-time care after a break is a new start, as is a break after full-time care.
        (
            ("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-02-06 started"),
            "2026-03-06 CPPCR 33(1) from 2026-02-06",
        ),
        (
            ("2026-01-09 started", "2026-01-30 ceased", "2026-02-06 short-breaks"),
            "2026-05-06 CPPCR 48(3) from 2026-02-06",
        ),
        (
            (
                "2026-01-09 short-breaks",
                "2026-01-20 full-time",
                "2026-01-30 ceased",
                "2026-02-06 short-breaks",
            ),
            "2026-05-06 CPPCR 48(3) from 2026-02-06",
        ),
        # A series whose start is not known stays so.
        (("2026-01-09 unknown-short-breaks", "2026-01-11 ceased", "2026-02-06 short-breaks"), None),
    ],
)
def test_a_break_that_follows(events: tuple[str, ...], standing: str | None) -> None:
    assert next_of(told(*events)) == standing


STANDS = ClockSettings(short_breaks_date_stands_between=True)


def test_after_a_break_no_review_is_due_to_start_with() -> None:
    assert next_of(told("2026-01-09 short-breaks", "2026-01-11 ceased")) is None


def test_the_date_stands_between_breaks_where_the_authority_chose_so() -> None:
    answer = told("2026-01-09 short-breaks", "2026-01-11 ceased", settings=STANDS)

    assert next_of(answer) == "2026-04-09 CPPCR 48(3) from 2026-01-09"
    assert answer.state == "short_breaks"
    assert answer.next_review is not None
    assert answer.next_review.explanation.endswith(
        "The last short break has ended; by the authority's choice the date stands while the series is open."
    )
    assert answer.no_date_reason is None


def test_a_review_may_be_held_between_breaks_where_the_date_stands() -> None:
    events = ("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-04-10 held")

    answer = told(*events, "2026-05-01 short-breaks", settings=STANDS)

    assert held_of(answer) == ["2026-04-10 2026-04-09 late CPPCR 48(3)"]
    assert next_of(answer) == "2026-10-10 CPPCR 48(3) from 2026-04-10"
    with pytest.raises(TimelineError, match="is after the child ceased to be looked after"):
        told(*events)


def test_a_review_may_be_adjourned_resumed_and_called_off_between_breaks_where_the_date_stands() -> None:
    at_home = ("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-03-02 cancelled", "2026-03-09 adjourned")

    answer = told(*at_home, "2026-03-20 resumed", "2026-05-01 short-breaks", settings=STANDS)

    assert held_of(answer) == ["2026-03-09 2026-04-09 in time CPPCR 48(3)"]
    for count in (3, 4):
        with pytest.raises(TimelineError, match="is after the child ceased to be looked after"):
            told(*at_home[:count])


def test_between_breaks_the_other_readings_are_told_too() -> None:
    at_home = ("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-03-09 adjourned", "2026-03-20 resumed")

    due = told(*at_home, "2026-07-01 short-breaks", "2026-07-03 ceased", settings=STANDS).next_review

    assert due is not None
    assert due.counted_from == date(2026, 3, 9)
    assert "sitting" in due.explanation
    assert due.explanation.endswith("the date stands while the series is open.")


def test_a_date_beyond_the_series_does_not_stand() -> None:
    """Held on 10 April, the next would be due on 10 October; another break after 11 July would be a new series."""
    answer = told("2026-01-09 short-breaks", "2026-01-11 ceased", "2026-04-10 held", settings=STANDS)

    assert next_of(answer) is None
    assert answer.no_date_reason == "ceased"


@pytest.mark.parametrize("late", ["2026-07-12 held", "2026-02-06 placed", "2026-02-06 ceased"])
def test_what_cannot_happen_between_breaks(late: str) -> None:
    with pytest.raises(TimelineError, match="is after the child ceased to be looked after"):
        told("2026-01-09 short-breaks", "2026-01-11 ceased", late, settings=STANDS)


def test_full_time_care_that_ended_leaves_no_date() -> None:
    assert next_of(told("2026-01-09 started", "2026-01-11 ceased", settings=STANDS)) is None
    unknown = told("2026-01-09 unknown-short-breaks", "2026-01-11 ceased", settings=STANDS)
    assert (next_of(unknown), unknown.no_date_reason) == (None, "ceased")
