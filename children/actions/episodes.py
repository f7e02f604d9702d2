"""From a chain of episodes to rows: periods of care, placements, legal statuses and the episodes themselves.

`held_care` reads what is held, `settle` works out what the rows ought to be (writing nothing), `save` writes many
children at once in a number of statements that does not grow with them. Rows keep their identity, and with it what
people wrote on them and what hangs on them, as far as an episode still points to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from accounts.base import AuthorityOwned
from accounts.models import Person
from children.actions.ranges import Change, write_ranges
from children.chain import CONTINUES, STARTED, Link, Row
from children.enums import Source
from children.models import Child, Episode, LegalStatus, PeriodOfCare, Placement
from children.stretches import basis, periods, runs, same_placement, same_status


@dataclass
class Care:
    """One child's periods, statuses, placements and episodes as they are held, each in order of their first day."""

    child: Child
    periods: list[PeriodOfCare] = field(default_factory=list)
    statuses: list[LegalStatus] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)

    def links(self) -> list[Link]:
        """The chain that these rows are."""
        statuses = {row.pk: row for row in self.statuses}
        placements = {row.pk: row for row in self.placements}
        return [
            Link(
                row_of(episode, statuses[episode.legal_status_id], placements[episode.placement_id]),
                Row.from_json(episode.told) if episode.told else None,
                episode.collection_year,
                episode,
            )
            for episode in self.episodes
        ]


def row_of(episode: Episode, status: LegalStatus, placement: Placement) -> Row:
    """What an episode says, out of the facts it points to."""
    ended_with_it = placement.end_date is not None and placement.end_date == episode.end_date
    return Row(
        start=episode.start_date,
        reason=episode.new_episode_reason,
        legal_status=status.code,
        need=episode.category_of_need,
        place=placement.type,
        provider=placement.provider,
        end=episode.end_date,
        end_reason=episode.end_reason,
        change_reason=(ended_with_it and placement.end_reason) or episode.placement_change_reason,
        home_postcode=episode.home_postcode,
        placement_postcode=placement.postcode,
        urn=placement.urn,
    )


def held_care(children: Collection[Child]) -> dict[int, Care]:
    """What is held of these children, by the child's id. The rows stay locked until the transaction ends."""
    found = {child.pk: Care(child) for child in children}
    models = (
        (PeriodOfCare, "periods"),
        (LegalStatus, "statuses"),
        (Placement, "placements"),
        (Episode, "episodes"),
    )
    for model, name in models:
        rows = (
            model.objects.filter(child__in=list(found)).order_by("start_date").select_for_update(of=("self",))
        )
        for row in rows:
            getattr(found[row.child_id], name).append(row)
    return found


@dataclass
class Settled:
    """What the rows of one child ought to be. `conflict` says why they cannot be written; nothing is written then."""

    care: Care
    periods: list[Change] = field(default_factory=list)
    statuses: list[Change] = field(default_factory=list)
    placements: list[Change] = field(default_factory=list)
    episodes: list[Change] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    """Beside each of `episodes` the link of the chain it follows from."""
    removed: dict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))
    joined: list[tuple[PeriodOfCare, PeriodOfCare]] = field(default_factory=list)
    """A period that is no more, and the one it went into."""
    kept_start: tuple[date, date] | None = None
    """A start that a person gave, and the one the files tell."""
    conflict: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything would be written, what a collection said again left aside."""
        everything = [*self.periods, *self.statuses, *self.placements, *self.episodes]
        return any(self.removed.values()) or any(change.differs for change in everything)

    @property
    def ended(self) -> list[PeriodOfCare]:
        """Periods of care that were open and end now."""
        return [
            c.row for c in self.periods if c.row.pk and c.was[1] is None and c.values["end_date"] is not None
        ]


def settle(care: Care, chain: Sequence[Link]) -> Settled:
    """Work out the rows that follow from a chain."""
    settled = Settled(care)
    used: set[int] = set()
    groups = periods(chain)
    before = {id(link.episode): link.row for link in care.links()}
    for group in groups:
        _settle_period(settled, group, before, used)
    _take_away(settled, chain)
    settled.conflict = settled.conflict or _clash(settled)
    return settled


def _settle_period(settled: Settled, group: list[Link], before: dict[int, Row], used: set[int]) -> None:
    care, first, last = settled.care, group[0], group[-1]
    end = None if last.row.end_reason in ("", CONTINUES) else last.row.end
    held_ids = [link.episode.period_id for link in group if link.episode is not None]
    with_episodes = {episode.period_id for episode in care.episodes}
    period = _choose(care.periods, held_ids, with_episodes, first.row.start, end, used)
    is_new = period is None
    period = period or PeriodOfCare(
        authority_id=care.child.authority_id, child=care.child, source=Source.IMPORT
    )
    values: dict[str, Any] = {"end_date": end, "end_reason": last.row.end_reason if end else ""}
    values |= _start(settled, period, first, with_episodes, is_new=is_new)
    held_first = next((before[id(link.episode)] for link in group if link.episode is not None), None)
    if is_new or (held_first is not None and basis(held_first) == period.basis):
        values["basis"] = basis(first.row)
    settled.periods.append(Change(period, values))
    statuses = _settle_runs(settled, group, period, used, LegalStatus)
    placements = _settle_runs(settled, group, period, used, Placement)
    for link in group:
        _settle_episode(settled, link, period, statuses[id(link)], placements[id(link)])


def _start(
    settled: Settled, period: PeriodOfCare, first: Link, with_episodes: set[int], *, is_new: bool
) -> dict[str, Any]:
    """Where the period starts, and whether that is known. What a person filled in stays."""
    told = first.row.reason == STARTED
    by_person = period.start_given_by_person or (not is_new and period.pk not in with_episodes)
    if not by_person:
        return {"start_date": first.row.start, "start_known": told, "first_episode_date": None}
    if told and period.start_date != first.row.start:
        settled.kept_start = (period.start_date, first.row.start)
    earlier = period.start_date < first.row.start
    return {"first_episode_date": first.row.start if earlier else period.first_episode_date}


def _choose(
    rows: Iterable[Any], held_ids: list[int], tied: set[int], start: date, end: date | None, used: set[int]
) -> Any:
    """The held row these episodes point to; else one no episode points to, that stood on these days; else none."""
    by_id = {row.pk: row for row in rows}
    for pk in held_ids:
        if pk not in used:
            used.add(pk)
            return by_id[pk]
    for row in by_id.values():
        apart = (end is not None and row.start_date >= end) or (
            row.end_date is not None and row.end_date <= start
        )
        if row.pk not in tied and row.pk not in used and not apart:
            used.add(row.pk)
            return row
    return None


def _settle_runs(
    settled: Settled, group: list[Link], period: PeriodOfCare, used: set[int], model: type
) -> dict[int, Any]:
    """The placements, or the legal statuses, of a period; gives each link's own."""
    of_placement = model is Placement
    care = settled.care
    rows, changes = (
        (care.placements, settled.placements) if of_placement else (care.statuses, settled.statuses)
    )
    column = "placement_id" if of_placement else "legal_status_id"
    tied = {getattr(episode, column) for episode in care.episodes}
    taken = {change.row.pk for change in changes if change.row.pk}
    found: dict[int, Any] = {}
    for run in runs(group, same_placement if of_placement else same_status):
        first, last = run[0].row, run[-1].row
        held_ids = [getattr(link.episode, column) for link in run if link.episode is not None]
        row = _choose(rows, held_ids, tied, first.start, last.end, taken)
        adopted = row is not None and row.pk not in tied
        row = row or model(authority_id=care.child.authority_id, child=care.child)
        values = _placement(first, last) if of_placement else {"code": first.legal_status}
        if adopted:
            values = {name: getattr(row, name) or value for name, value in values.items()}
        dates = {"start_date": first.start, "end_date": last.end}
        changes.append(Change(row, {**values, **dates, "period": period}))
        found |= {id(link): row for link in run}
    return found


def _placement(first: Row, last: Row) -> dict[str, Any]:
    return {
        "type": first.place,
        "provider": first.provider,
        "postcode": first.placement_postcode,
        "urn": first.urn,
        "end_reason": last.change_reason,
    }


def _settle_episode(
    settled: Settled, link: Link, period: PeriodOfCare, status: LegalStatus, place: Placement
) -> None:
    row = link.row
    episode = link.episode or Episode(authority_id=settled.care.child.authority_id, child=settled.care.child)
    values = {
        "period": period,
        "legal_status": status,
        "placement": place,
        "start_date": row.start,
        "new_episode_reason": row.reason,
        "end_date": row.end,
        "end_reason": row.end_reason,
        "placement_change_reason": row.change_reason,
        "category_of_need": row.need,
        "home_postcode": row.home_postcode,
    }
    unseen = {"collection_year": link.year, "told": link.told.as_json() if link.told else None}
    settled.episodes.append(Change(episode, values, unseen))
    settled.links.append(link)


def _take_away(settled: Settled, chain: Sequence[Link]) -> None:
    """What the chain no longer has, and what only that pointed to."""
    care = settled.care
    standing = {link.episode.pk for link in chain if link.episode is not None}
    settled.removed[Episode] = [episode for episode in care.episodes if episode.pk not in standing]
    for model, rows, changes, column in (
        (Placement, care.placements, settled.placements, "placement_id"),
        (LegalStatus, care.statuses, settled.statuses, "legal_status_id"),
        (PeriodOfCare, care.periods, settled.periods, "period_id"),
    ):
        kept = {change.row.pk for change in changes}
        tied = {getattr(episode, column) for episode in care.episodes}
        settled.removed[model] = [row for row in rows if row.pk in tied and row.pk not in kept]
    for gone in settled.removed[PeriodOfCare]:
        before = [change.row for change in settled.periods if change.span[0] <= gone.start_date]
        settled.joined.append((gone, before[-1] if before else settled.periods[0].row))


def _clash(settled: Settled) -> str:
    """Whether two rows of one kind would share a day: one entered in the portal, say, that no episode points to."""
    care = settled.care
    for word, rows, changes in (
        ("period of care", care.periods, settled.periods),
        ("legal status", care.statuses, settled.statuses),
        ("placement", care.placements, settled.placements),
    ):
        gone = {id(row) for removed in settled.removed.values() for row in removed}
        changed = {id(change.row) for change in changes}
        left = [(row.start_date, row.end_date) for row in rows if id(row) not in gone | changed]
        for before, after in pairwise(
            sorted([*(change.span for change in changes), *left], key=lambda span: span[0])
        ):
            if before[1] is None or before[1] > after[0]:
                return (
                    f"The {word} from {before[0]:%d/%m/%Y} that is held runs into the one from {after[0]:%d/%m/%Y}. "
                    f"Put the dates right in the portal or in the file."
                )
    if any(end is not None and end <= start for start, end in (change.span for change in settled.periods)):
        return "The start of care that somebody filled in is after its end. Put it right in the portal or in the file."
    return ""


def save(many: Sequence[Settled], *, by: Person | None) -> None:
    """Write what was settled, for any number of children of one authority, in a steady number of statements."""
    for model, name in ((PeriodOfCare, "periods"), (LegalStatus, "statuses"), (Placement, "placements")):
        write_ranges(model, _of(many, name), _removed(many, model), by=by)
    write_ranges(Episode, _of(many, "episodes"), _removed(many, Episode), by=by)
    _delete(many)


def _of(many: Sequence[Settled], name: str) -> list[Change]:
    return [change for settled in many for change in getattr(settled, name)]


def _removed(many: Sequence[Settled], model: type) -> list[Any]:
    return [row for settled in many for row in settled.removed[model]]


def _delete(many: Sequence[Settled]) -> None:
    """Take away what was set aside; what hung on a period of care that was joined to another goes over to that one."""
    for model in (Episode, Placement, LegalStatus):
        if rows := _removed(many, model):
            model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for gone, kept in (pair for settled in many for pair in settled.joined):
        for relation in PeriodOfCare._meta.related_objects:
            if issubclass(relation.related_model, AuthorityOwned):
                rows = relation.related_model.objects.filter(**{relation.field.name: gone})
                rows.update(**{relation.field.name: kept})
        gone.delete()
