"""What a collection is made of, out of the portal's facts: each table's rows in the order of child and date.

A fact changed in the portal comes out changed. What came after the collection's last day is left out: an episode that
ended later is open, and its end and the reason for a change of placement are blank. So is one whose next episode is not
known (the good rows of a file, say): the return takes no end by X1 that nothing follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import LocalAuthority
from children.actions.episodes import row_of
from children.chain import CONTINUES, SHORT_BREAKS, Row, collection_end, collection_start
from children.codes import code_set
from children.models import Child, CollectionYearFacts, Episode
from returns.tables import EPISODES, HEADER, REVIEWS, TAKEN, UASC, tables
from returns.writing import day, to_csv
from reviews.enums import ReviewState
from reviews.models import Review

HELD = (ReviewState.CONCLUDED, ReviewState.COMPLETED)
STEADY = ("date_of_birth", "sex", "ethnicity")
"""Facts that do not change with time: put right once, they are right for every year."""


@dataclass
class Collected:
    """The rows of each table, and what had to be left out."""

    year: int
    rows: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    child_ids: list[int] = field(default_factory=list)
    """Whom it tells of, for the audit."""
    without_code: list[tuple[str, date]] = field(default_factory=list)
    """Reviews without a participation code (child's number and day): the return takes none without."""

    def files(self) -> dict[str, bytes]:
        """Usual name and content of each file."""
        return {tables()[name].usual_file: to_csv(tables()[name].columns, self.rows[name]) for name in TAKEN}

    def counts(self) -> dict[str, int]:
        """Usual name of each file and how many rows it has."""
        return {tables()[name].usual_file: len(self.rows[name]) for name in TAKEN}


def collect(authority: LocalAuthority, year: int) -> Collected:
    """The collection that ends on 31 March of `year`. Runs inside the authority."""
    first, last = collection_start(year), collection_end(year)
    found = Collected(year)
    episodes: dict[int, list[Row]] = defaultdict(list)
    in_year = Q(start_date__lte=last) & (Q(end_date__isnull=True) | Q(end_date__gte=first))
    held = Episode.objects.filter(in_year, authority=authority).select_related("legal_status", "placement")
    for episode in held.order_by("start_date"):
        episodes[episode.child_id].append(row_of(episode, episode.legal_status, episode.placement))
    facts: dict[int, list[CollectionYearFacts]] = defaultdict(list)
    for fact in CollectionYearFacts.objects.filter(authority=authority).order_by("year"):
        facts[fact.child_id].append(fact)
    of_year = {pk for pk, years in facts.items() if any(fact.year == year for fact in years)}
    children = Child.objects.filter(authority=authority, pk__in=of_year | set(episodes))
    reviews = _reviews(authority, first, last)
    for child in sorted(children, key=lambda child: child.number):
        found.child_ids.append(child.pk)
        about = facts_of(child, facts[child.pk], year)
        born = day(about["date_of_birth"])
        found.rows[HEADER].append(_header(child, about, born))
        starts = {row.start for row in episodes[child.pk]}
        found.rows[EPISODES] += [_episode(child, row, last, starts) for row in episodes[child.pk]]
        if about["unaccompanied"] and _still(about["unaccompanied_until"], first, child.pk in of_year):
            found.rows[UASC].append([child.number, about["sex"], born, day(about["unaccompanied_until"])])
        if all(row.legal_status in SHORT_BREAKS for row in episodes[child.pk]):
            continue
        for held_on, code in reviews[child.pk].items():
            if code:
                found.rows[REVIEWS].append([child.number, born, day(held_on), code])
            else:
                found.without_code.append((child.number, held_on))
    return found


def facts_of(child: Child, years: Iterable[CollectionYearFacts], year: int) -> dict[str, Any]:
    """What to say of a child in a year: as that collection had it, with what a person put right since."""
    names = ("date_of_birth", "sex", "ethnicity", "upn", "is_mother", "mothers_child_born",
             "unaccompanied", "unaccompanied_until")  # fmt: skip
    by_year = {fact.year: fact for fact in years}
    now = {name: getattr(child, name) for name in names}
    if year not in by_year:
        return now
    then, newest = by_year[year], by_year[max(by_year)]
    about = {name: getattr(then, name) for name in names}
    put_right = {name for name in names if now[name] != getattr(newest, name)}
    if then is not newest:
        put_right &= set(STEADY)
    about |= {name: now[name] for name in put_right}
    known_sex = code_set("sex").get(about["sex"])
    if "sex" in put_right and not (known_sex and known_sex.valid_in(year)):
        about["sex"] = then.sex
    return about


def _still(until: date | None, first: date, told: bool) -> bool:
    """Whether the child belongs in the UASC table: as the collection had it, else while it lasts."""
    return told or until is None or until >= first


def _header(child: Child, about: dict[str, Any], born: str) -> list[str]:
    own_child = day(about["mothers_child_born"])
    return [child.number, about["sex"], born, about["ethnicity"], about["upn"], about["is_mother"], own_child]


def _episode(child: Child, row: Row, last: date, starts: AbstractSet[date]) -> list[str]:
    ended = row.end is not None and row.end <= last
    if row.end_reason == CONTINUES and row.end not in starts:
        ended = (
            False  # the episode that ought to follow was never taken in: this one is the last that is known
        )
    return [
        child.number,
        day(row.start),
        row.reason,
        row.legal_status,
        row.need,
        row.place,
        row.provider,
        day(row.end) if ended else "",
        row.end_reason if ended else "",
        row.change_reason if ended or row.end is None else "",
        row.home_postcode,
        row.placement_postcode,
        row.urn,
    ]


def _reviews(authority: LocalAuthority, first: date, last: date) -> dict[int, dict[date, str]]:
    """Reviews held in the year by child and day, with their code. One told twice is one."""
    found: dict[int, dict[date, str]] = defaultdict(dict)
    held = Review.objects.filter(
        authority=authority, state__in=HELD, full=True, held_date__gte=first, held_date__lte=last
    )
    for child_id, on, code in _in_order(held.values_list("child_id", "held_date", "participation_code")):
        found[child_id][on] = found[child_id].get(on) or code
    return found


def _in_order(rows: Iterable[tuple[int, date, str]]) -> Iterator[tuple[int, date, str]]:
    yield from sorted(rows)
