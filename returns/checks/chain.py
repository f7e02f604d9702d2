"""The chain of each child's episodes inside one file: each starts when the last ended, or anew.

A refused episode leaves the good ones before it. Those after it are left out with it as far as they lean on it: to the
next start of care, where the last good episode has an end, else all of them, since nothing good says what became of it.
"""

from __future__ import annotations

from datetime import date

from children.chain import CONTINUES, STARTED
from returns.checks.cells import Finder
from returns.reading import Line
from returns.rows import EpisodeRow, HeaderRow
from returns.tables import EPISODES

LAST_REASONS = ("E2", "E15")
"""Died; found to be 18 or over: no episode can follow."""
CHILDREN_ACT = date(1991, 10, 14)

Pair = tuple[Line, EpisodeRow | None]


def check_chain(
    finder: Finder, pairs: list[Pair], header: HeaderRow | None
) -> tuple[list[EpisodeRow], Line | None]:
    """The good episodes of one child in order, and the refused one that others had to follow, if there is one."""
    ordered = _in_order(pairs)
    for position, (_, row) in enumerate(ordered):
        if row is None:
            continue
        if position + 1 == len(ordered):
            _check_last(finder, row)
        elif row.row.end is None and not row.line.cells["DEC"]:
            words = "A day it ended, since the child has a later episode; the cell is blank."
            finder.refuse(row.line, "DEC", words, "142")
        before = ordered[position - 1][1] if position else None
        if before is not None:
            _check_join(finder, before, row)
    first = next((row for _, row in ordered if row is not None), None)
    if first is not None:
        _check_first(finder, first, header)
    return _walk(finder, ordered)


def _in_order(pairs: list[Pair]) -> list[Pair]:
    """By first day; a line without one stays behind the line it stands behind in the file."""
    keyed, last = [], date.min
    for line, row in pairs:
        last = row.row.start if row is not None else last
        keyed.append((last, line.number, line, row))
    return [(line, row) for _, _, line, row in sorted(keyed, key=lambda item: item[:2])]


def _check_first(finder: Finder, first: EpisodeRow, header: HeaderRow | None) -> None:
    if header is not None and first.row.start < header.date_of_birth:
        words = f"A day on or after the date of birth, {header.date_of_birth:%d/%m/%Y}."
        finder.refuse(first.line, "DECOM", words, "302")
    elif first.row.start < CHILDREN_ACT:
        finder.refuse(first.line, "DECOM", f"A day on or after {CHILDREN_ACT:%d/%m/%Y}.", "353")


def _check_last(finder: Finder, last: EpisodeRow) -> None:
    if EPISODES in finder.lacking:
        return
    if last.row.end_reason == CONTINUES and last.row.end is not None:
        words = f"Another episode that starts on {last.row.end:%d/%m/%Y}, since X1 says that one does; there is none."
        finder.refuse(last.line, "REC", words, "388")


def _check_join(finder: Finder, before: EpisodeRow, after: EpisodeRow) -> None:
    """What the episode before says of its end, against what this one says of its start. An end that was refused says
    nothing, and two that start on one day are told of already."""
    end, why, line = before.row.end, before.row.end_reason, after.line
    number = before.line.number
    if (
        end is None
        or not why
        or finder.distrusts(before.line, "DEC", "REC")
        or before.row.start == after.row.start
    ):
        return
    if after.row.start < end:
        words = f"A day on or after {end:%d/%m/%Y}, when the episode of line {number} ended: the two overlap."
        finder.refuse(line, "DECOM", words, "501")
    elif why in LAST_REASONS:
        finder.refuse(line, "DECOM", f"No later episode: line {number} ended with {why}.", "437")
    elif why == CONTINUES and after.row.start != end:
        words = f"The day {end:%d/%m/%Y}, since the episode of line {number} ended then with X1."
        finder.refuse(line, "DECOM", words, "388")
    elif why == CONTINUES and after.row.reason == STARTED:
        words = f"Another reason than S: line {number} ended with X1 on this day, so care went on."
        finder.refuse(line, "RNE", words, "431")
    elif why != CONTINUES and after.row.start == end:
        words = f"A later day, or X1 in line {number}: it ended with {why} on this day."
        finder.refuse(line, "DECOM", words, "388")
    elif why != CONTINUES and after.row.reason != STARTED:
        finder.refuse(
            line, "RNE", f"The reason S: line {number} ended with {why}, so care began anew.", "432"
        )


def _walk(finder: Finder, ordered: list[Pair]) -> tuple[list[EpisodeRow], Line | None]:
    taken: list[EpisodeRow] = []
    broken: Line | None = None
    last_broken: Line | None = None
    for line, row in ordered:
        if row is None or finder.is_refused(line):
            broken = last_broken = line
            continue
        if broken is not None:
            ended = not taken or taken[-1].row.end_reason not in ("", CONTINUES)
            if not (ended and row.row.reason == STARTED):
                words = f"Left out with the episode of line {broken.number}, which was refused: this one follows it."
                finder.follow(line, words)
                continue
            broken = None
        taken.append(row)
    return taken, last_broken
