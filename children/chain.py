"""The chain of a child's episodes, and how what a file tells is joined to what is held. Pure: dates in, dates out.

An episode is the time between two changes. Each collection of the national return tells those of one year, so that the
chain of a child is put together from several collections and from what people entered in the portal:

* A fact is compared three ways: what is held, what the last collection said of it, what this one says. Where a person
  changed it since, theirs stays and the difference is told; else the newer collection wins.
* An older collection adds what nobody told yet. It never overwrites and never reopens.
* Absence removes nothing: an episode the newer file does not have stays and is told. Contradiction does: where the
  newer file says something else of the same days, its word stands, and what it replaced is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any

CONTINUES = "X1"
"""REC of an episode that another one follows on the same day."""
STARTED = "S"
"""RNE of the first episode of a period of care."""
SHORT_BREAKS = frozenset({"V3", "V4"})
END = ("end", "end_reason")
"""One fact in two columns."""
PLACEMENT = ("place", "provider", "placement_postcode", "urn")


def collection_start(year: int) -> date:
    """The first day of the collection that ends in `year`."""
    return date(year - 1, 4, 1)


def collection_end(year: int) -> date:
    """The last day of the collection that ends in `year`."""
    return date(year, 3, 31)


@dataclass(frozen=True, slots=True)
class Row:
    """What one episode says. `end` is the day the next one starts, or the day the child ceased to be looked after."""

    start: date
    reason: str
    legal_status: str
    need: str
    place: str
    provider: str = ""
    end: date | None = None
    end_reason: str = ""
    change_reason: str = ""
    home_postcode: str = ""
    placement_postcode: str = ""
    urn: str = ""

    def as_json(self) -> dict[str, str | None]:
        """Dates as text, to be kept."""
        return {
            name: str(value) if isinstance(value, date) else value for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Row:
        """The other way."""
        days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("start", "end")}
        return cls(**{**kept, **days})

    def overlaps(self, other: Row) -> bool:
        """Whether both stand on some day."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)


NAMES = tuple(item.name for item in fields(Row))


@dataclass(slots=True)
class Link:
    """One episode of the chain: what stands, what a collection said of it, and where it is held."""

    row: Row
    told: Row | None = None
    """What the newest collection said; None where only the portal knows it."""
    year: int | None = None
    """That collection."""
    episode: Any = None
    """The row of the database, with its placement and legal status; None while it is new."""
    source: Any = None
    """The line of this file that told it; None where this file does not."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know of a join. `kind` is one of the words below."""

    kind: str
    start: date
    field: str = ""
    held: str = ""
    told: str = ""
    source: Any = None


KEPT = "kept"
"""A person entered something else: theirs stays."""
MOVED = "moved"
"""The newer collection gives another first day for an episode that is held."""
REPLACED = "replaced"
"""The newer collection says something else of these days: the held episode is no more."""
CUT = "cut"
"""An episode ends where the newer collection begins another."""
OLDER = "older"
"""An older collection says something else; the newer one stands."""
GONE = "gone"
"""Held from this or an earlier collection, in its year, and not in this file."""


@dataclass
class Joined:
    """A child's chain after a file, what to know of it, and, where it cannot be joined, why."""

    links: list[Link]
    notes: list[Note] = field(default_factory=list)
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the file and where it stands."""

    row: Row
    source: Any = None


def join(held: Sequence[Link], told: Sequence[Told], year: int) -> Joined:
    """Join the rows a collection tells of one child to those held."""
    pairs, left_held, left_told = _pairs(held, told)
    notes: list[Note] = []
    links = [_merge(link, item, year, notes) for link, item in pairs]
    new = [Link(item.row, item.row, year, None, item.source) for item in left_told]
    chain, conflict = _overlay([*links, *new], left_held, year, notes)
    if not conflict:
        _follow_moves(chain)
        _share_corrections(chain)
        conflict = broken(chain)
    standing = {id(link.episode) for link in chain}
    notes += [
        Note(GONE, link.row.start)
        for link in left_held
        if id(link.episode) in standing
        and link.told is not None
        and (link.year or 0) <= year
        and in_year(link.row, year)
    ]
    return Joined(chain, notes, conflict)


def in_year(row: Row, year: int) -> bool:
    """Whether a collection ought to tell of this episode: some part of it lies in its year."""
    return row.start <= collection_end(year) and (row.end is None or row.end >= collection_start(year))


def _pairs(
    held: Sequence[Link], told: Sequence[Told]
) -> tuple[list[tuple[Link, Told]], list[Link], list[Told]]:
    """Who is whom: by the first day as the files know it, then by likeness where the first day was corrected."""
    by_day = {(link.told or link.row).start: link for link in held}
    pairs, left_told = [], []
    for item in told:
        link = by_day.pop(item.row.start, None)
        if link is None:
            left_told.append(item)
        else:
            pairs.append((link, item))
    left_held = sorted(by_day.values(), key=_day)
    for link in list(left_held):
        like = next((item for item in left_told if _alike(link, item.row)), None)
        if like is not None:
            pairs.append((link, like))
            left_held.remove(link)
            left_told.remove(like)
    return pairs, left_held, left_told


def _alike(link: Link, row: Row) -> bool:
    known = link.told or link.row
    same = (known.reason, known.legal_status, known.place) == (row.reason, row.legal_status, row.place)
    return same and link.row.overlaps(row)


def _day(link: Link) -> date:
    return link.row.start


def _merge(link: Link, item: Told, year: int, notes: list[Note]) -> Link:
    """One episode that is held and told: field by field."""
    theirs = item.row
    if link.year is not None and link.year > year:
        older = replace(theirs, end=None, end_reason="", change_reason="")
        newer = replace(link.told or link.row, end=None, end_reason="", change_reason="")
        if older != newer:
            notes.append(Note(OLDER, link.row.start, source=item.source))
        return link
    values: dict[str, Any] = {}
    by_person = {name for name in NAMES if _changed_by_person(link, name)}
    if by_person & set(END):
        by_person |= set(END)
    for name in NAMES:
        ours, said = getattr(link.row, name), getattr(theirs, name)
        values[name] = ours if name in by_person else said
        if name in by_person and said != ours and not _after(link.row, theirs, name, year):
            notes.append(Note(KEPT, link.row.start, name, _text(ours), _text(said), item.source))
    row = replace(link.row, **values)
    if row.start != link.row.start:
        notes.append(
            Note(MOVED, link.row.start, "start", _text(link.row.start), _text(row.start), item.source)
        )
    return Link(row, theirs, year, link.episode, item.source)


def _changed_by_person(link: Link, name: str) -> bool:
    ours = getattr(link.row, name)
    return ours != getattr(link.told, name) if link.told is not None else bool(ours)


def _after(ours: Row, theirs: Row, name: str, year: int) -> bool:
    """Whether the portal only knows of an end that came after the collection."""
    later = theirs.end is None and ours.end is not None and ours.end > collection_end(year)
    return later and name in ("end", "end_reason", "change_reason")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _overlay(links: list[Link], left: list[Link], year: int, notes: list[Note]) -> tuple[list[Link], str]:
    """Lay what the file does not have beside what it has. The stronger stands where both speak of the same days."""
    chain = sorted([*links, *left], key=_day)
    position = 1
    while position < len(chain):
        before, after = chain[position - 1], chain[position]
        if not before.row.overlaps(after.row):
            position += 1
            continue
        gives_way = _weaker(before, after, year)
        if gives_way is after and not _open_end_of_portal(before):
            chain.pop(position)
            notes.append(_replaced(after, before, year))
        elif gives_way is before and _leaves_no_day(chain[:position], after, year):
            chain.pop(position - 1)
            notes.append(_replaced(before, after, year))
            position = max(position - 1, 1)
        elif gives_way is None or after.row.reason == STARTED:
            return chain, _cannot(before, after)
        else:
            cut = replace(before.row, end=after.row.start, end_reason=CONTINUES)
            told = before.told and replace(before.told, end=cut.end, end_reason=CONTINUES)
            chain[position - 1] = replace(before, row=cut, told=told)
            notes.append(
                Note(CUT, before.row.start, "end", _text(before.row.end), _text(cut.end), before.source)
            )
            position += 1
    return chain, ""


def _strength(link: Link, year: int) -> int:
    """A person's word before every collection's, then the newest collection's; of one year the file at hand."""
    if link.told is None:
        return 10**6
    return (link.year or 0) * 2 + (link.source is not None and link.year == year)


def _weaker(before: Link, after: Link, year: int) -> Link | None:
    first, second = _strength(before, year), _strength(after, year)
    if first == second:
        return None
    return before if first < second else after


def _leaves_no_day(so_far: Sequence[Link], link: Link, year: int) -> bool:
    """Whether the last one so far has nothing left beside a stronger one: it starts with it, or the stronger one is a
    start of care and what tells it tells earlier days too, which says that nothing lay in between."""
    *earlier, last = so_far
    tells_earlier = any(_strength(one, year) == _strength(link, year) for one in earlier)
    return last.row.start == link.row.start or (link.row.reason == STARTED and tells_earlier)


def _open_end_of_portal(link: Link) -> bool:
    """No end was entered, which says nothing about what came later."""
    return link.told is None and link.row.end is None


def _replaced(weak: Link, strong: Link, year: int) -> Note:
    kind = REPLACED if weak.source is None else KEPT if strong.told is None else OLDER
    return Note(
        kind, weak.row.start, "", _text(strong.row.start), _text(weak.row.start), weak.source or strong.source
    )


def _cannot(before: Link, after: Link) -> str:
    """Which end is missing, and where it may be found."""
    years = sorted(filter(None, (before.year, after.year)))
    between = len(years) == 2 and years[1] - years[0] > 1
    advice = f"Take in the collection of {years[0] + 1} first." if between else "Tell when it ended."
    return (
        f"The episode that started on {before.row.start:%d/%m/%Y} has no end before another starts on "
        f"{after.row.start:%d/%m/%Y}. {advice}"
    )


def _follow_moves(chain: list[Link]) -> None:
    """An episode this file does not tell ends where the next one starts, when that one's first day was moved."""
    for position, (before, after) in enumerate(pairwise(chain)):
        moved = after.episode is not None and after.episode.start_date != after.row.start
        tied = moved and before.row.end == after.episode.start_date and before.row.end_reason == CONTINUES
        if tied and before.source is None and before.row.start < after.row.start:
            chain[position] = _with(before, end=after.row.start)


def _with(link: Link, **values: Any) -> Link:
    """The link with a fact that follows from elsewhere: it counts as told, or it would look like a person's change."""
    return replace(link, row=replace(link.row, **values), told=link.told and replace(link.told, **values))


def _share_corrections(chain: list[Link]) -> None:
    """A placement or a legal status is one fact over several episodes: the newer word on it holds for earlier ones."""
    for position in range(len(chain) - 1, 0, -1):
        before, after = chain[position - 1], chain[position]
        older = before.told is not None and after.told is not None and (before.year or 0) < (after.year or 0)
        if not older or not joined(before.row, after.row):
            continue
        names: tuple[str, ...] = ()
        if after.row.reason == "L":
            names = PLACEMENT
        elif after.row.reason in ("P", "T"):
            names = ("legal_status",)
        untouched = [name for name in names if getattr(before.row, name) == getattr(before.told, name)]
        newer = {name: getattr(after.told, name) for name in untouched}
        if any(getattr(before.row, name) != value for name, value in newer.items()):
            chain[position - 1] = _with(before, **newer)


def joined(before: Row, after: Row) -> bool:
    """Whether the child went on being looked after from one episode to the next."""
    return before.end_reason == CONTINUES and after.reason != STARTED


def broken(chain: Sequence[Link]) -> str:
    """Why the chain cannot stand, as a sentence; empty where it can."""
    for before, after in pairwise(chain):
        if before.row.end_reason == CONTINUES and after.row.reason == STARTED:
            return _cannot(before, after)
    for link in chain:
        if link.row.end is not None and link.row.end <= link.row.start:
            return f"The episode that started on {link.row.start:%d/%m/%Y} would end before it starts."
    return ""
