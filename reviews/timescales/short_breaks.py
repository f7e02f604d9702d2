"""Short breaks recorded one by one are one series: its first review is counted from the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from core.calendar import add_months
from reviews.timescales.choices import DEFAULT_SETTINGS, ClockSettings
from reviews.timescales.enums import Basis


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of care, from and to; no `end` while it runs. `start_known` and `basis` are those it began with;
    `full_time` is true where short breaks became full-time care in it."""

    start: date
    end: date | None
    basis: Basis = Basis.SHORT_BREAKS
    start_known: bool = True
    full_time: bool = False

    @property
    def short_breaks(self) -> bool:
        """Whether it was of short breaks from end to end."""
        return self.basis is Basis.SHORT_BREAKS and not self.full_time


def series_open_until(ended: date, settings: ClockSettings = DEFAULT_SETTINGS) -> date:
    """The last day on which another short break would still belong to the series of one that ended."""
    return add_months(ended, settings.short_break_series_gap_months)


def join_spells(spells: Iterable[Spell], *, settings: ClockSettings = DEFAULT_SETTINGS) -> tuple[Spell, ...]:
    """The stretches the clock sees as one, oldest first.

    Two spells are one if the later starts by the day the earlier ended, or if both are of short breaks and the gap is
    at most `short_break_series_gap_months`.
    """
    stretches: list[Spell] = []
    for one in sorted(spells, key=lambda spell: spell.start):
        if stretches:
            last = stretches[-1]
            both_short = last.short_breaks and one.basis is Basis.SHORT_BREAKS
            if last.end is None or one.start <= (
                series_open_until(last.end, settings) if both_short else last.end
            ):
                ended = None if last.end is None or one.end is None else max(last.end, one.end)
                full_time = last.full_time or not one.short_breaks
                stretches[-1] = replace(
                    last, end=ended, full_time=full_time and last.basis is Basis.SHORT_BREAKS
                )
                continue
        stretches.append(one)
    return tuple(stretches)
