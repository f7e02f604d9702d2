"""Short breaks recorded one by one are one series: its first review is counted from the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.calendar import add_months
from reviews.timescales.choices import DEFAULT_SETTINGS, ClockSettings


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """A stretch of short breaks, from and to; no `end` while it runs."""

    start: date
    end: date | None


def join_short_breaks(
    breaks: Iterable[Spell], *, settings: ClockSettings = DEFAULT_SETTINGS
) -> tuple[Spell, ...]:
    """The series that a child's short breaks make, oldest first.

    Two breaks belong to one series if the later starts at most `short_break_series_gap_months` after the
    earlier ended.
    """
    series: list[Spell] = []
    for one in sorted(breaks, key=lambda spell: spell.start):
        if series:
            end = series[-1].end
            if end is None or one.start <= add_months(end, settings.short_break_series_gap_months):
                ended = None if end is None or one.end is None else max(end, one.end)
                series[-1] = Spell(series[-1].start, ended)
                continue
        series.append(one)
    return tuple(series)
