"""Which collection the files are of: the year that makes most sense of their dates."""

from __future__ import annotations

from datetime import date

from children.chain import collection_end, collection_start
from returns.checks.cells import read_day
from returns.reading import Collection
from returns.tables import EPISODES, REVIEWS


def year_of(day: date) -> int:
    """The collection a day belongs to, by the year it ends in."""
    return day.year if day <= collection_end(day.year) else day.year + 1


def work_out_year(collection: Collection, hint: int | None = None) -> int | None:
    """The collection year, by the year it ends in; None where no file holds a date.

    The year that leaves fewest dates outside: nothing happens after the collection ends, and no review is held and no
    episode ends before it begins. `hint` (what the folder is called) decides between equals, else the earlier one.
    """
    starts, within = [], []
    for line in collection.lines[EPISODES]:
        starts.append(read_day(line.cells.get("DECOM", "")))
        within.append(read_day(line.cells.get("DEC", "")))
    within += [read_day(line.cells.get("REVIEW", "")) for line in collection.lines[REVIEWS]]
    starts, within = [d for d in starts if d], [d for d in within if d]
    years = sorted({year_of(day) for day in [*starts, *within]})

    def outside(year: int) -> tuple[int, bool, int]:
        first, last = collection_start(year), collection_end(year)
        late = sum(day > last for day in starts)
        return late + sum(not first <= day <= last for day in within), year != hint, year

    return min(years, key=outside, default=hint)
