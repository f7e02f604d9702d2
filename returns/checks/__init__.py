"""Checks a collection: which rows can be taken, and everything that is wrong or odd with any of them. Pure.

What breaks identity, dates, codes or the chain of episodes refuses its row. What is only improbable warns. The rules
and their numbers are those of the sector's validator; where it is silent we go further: blank codes, duplicates,
overlaps, reviews outside care. (Reviews are held against care in returns/merging.py, which knows what is held.)
"""

from __future__ import annotations

from datetime import date

from returns.checks import tables
from returns.checks.cells import Finder
from returns.checks.chain import check_chain
from returns.checks.improbable import warn_episodes, warn_header, warn_reviews
from returns.checks.years import work_out_year, year_of
from returns.problems import Problem, Severity, in_order
from returns.reading import Collection
from returns.rows import Checked
from returns.tables import EPISODES, HEADER, REVIEWS, UASC

__all__ = ["check", "work_out_year", "year_of"]

NO_YEAR = "A date in some row, to tell which year this is. Or say the year."


def check(
    collection: Collection, *, year: int | None = None, hint: int | None = None, on: date = date.max
) -> Checked:
    """Check what was read. `year` is the one the collection ends in (None: worked out from the dates), `on` today."""
    found_year = year or work_out_year(collection, hint)
    if found_year is None:
        problem = Problem(Severity.REFUSED, "The collection", 0, "", "", NO_YEAR)
        problems = collection.problems or [problem]
        return Checked(0, problems=list(problems), files=collection.files, broken=True)
    lacking = [table for table in (HEADER, EPISODES) if not collection.has(table)]
    finder = Finder(found_year, lacking=lacking, on=on)
    checked = Checked(found_year, files=collection.files, broken=collection.broken)
    lines = collection.lines
    checked.headers = tables.headers(finder, lines[HEADER])
    known, first = checked.headers, tables.first_lines(lines[HEADER])
    checked.seen = frozenset(first)
    read = tables.episodes(finder, lines[EPISODES], known, first)
    for child, pairs in read.items():
        good, refused = check_chain(finder, pairs, known.get(child))
        if good:
            checked.episodes[child] = good
        if refused is not None:
            checked.broken_chains[child] = refused
    checked.reviews = tables.reviews(finder, lines[REVIEWS], known, first)
    checked.uasc = tables.uasc(finder, lines[UASC], known, first)
    _without_episodes(finder, checked, set(read))
    oc3 = {line.cells.get("CHILD", "").upper() for line in lines["OC3"]}
    if EPISODES in lacking:
        oc3 |= set(known)  # nothing says who has no episode
    for child, header in known.items():
        episodes = checked.episodes.get(child, [])
        warn_header(finder, header, episodes, has_oc3=child in oc3 or child in read)
        warn_episodes(finder, header, episodes)
        warn_reviews(finder, header, episodes, checked.reviews.get(child, []))
    checked.problems = in_order([*collection.problems, *finder.problems])
    return checked


def _without_episodes(finder: Finder, checked: Checked, with_episodes: set[str]) -> None:
    """A review of a child who has no row in Episodes at all."""
    if EPISODES in finder.lacking:
        return
    for child in [child for child in checked.reviews if child not in with_episodes]:
        for review in checked.reviews.pop(child):
            words = "A child of the Episodes table: this one is not in it."
            finder.refuse(review.line, "CHILD", words, "1012")
