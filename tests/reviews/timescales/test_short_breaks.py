"""Short breaks recorded one by one."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.timescales import ClockSettings, Spell, join_short_breaks


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
def test_join_short_breaks(
    breaks: list[tuple[str, str | None]], series: list[tuple[str, str | None]]
) -> None:
    joined = join_short_breaks(spell(*one) for one in breaks)

    assert joined == tuple(spell(*one) for one in series)


def test_the_gap_is_a_setting() -> None:
    breaks = [spell("2026-01-09", "2026-01-11"), spell("2026-02-12", "2026-02-13")]

    assert len(join_short_breaks(breaks, settings=ClockSettings(short_break_series_gap_months=1))) == 2
