"""Writes the duties: the only code that makes, changes or removes Deadline and CaseloadEntry rows.

Every action that changes a fact a date follows from ends by calling `recompute_children`. It reads the facts of all the
children at once, derives what ought to stand, and writes only what differs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, Model, Q

from accounts.models import LocalAuthority, Person
from accounts.working_days import calendar_for
from audit.actions import record
from audit.verbs import Verb
from children.models import Allocation, CarePlanVersion, Child, LegalStatus, PeriodOfCare, Placement
from core import clock
from core.dates import local_day
from core.errors import DomainError
from reviews.clock_settings import clock_settings_from
from reviews.deadlines import Choices, Derived, Facts, derive
from reviews.enums import RECORDABLE_KINDS, DecisionState, DutyKind
from reviews.models import CaseloadEntry, Deadline, Decision, DutyDone, Review

BATCH = 2000
"""Children worked out at once."""


@dataclass
class Difference:
    """How many rows differ from what follows from the facts."""

    made: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.made + self.changed + self.removed

    def __iadd__(self, other: "Difference") -> "Difference":
        self.made += other.made
        self.changed += other.changed
        self.removed += other.removed
        return self


def choices_of(authority: LocalAuthority) -> Choices:
    """The authority's calendar, readings of the law and reminder steps."""
    chosen = authority.settings
    return Choices(calendar_for(authority.pk), clock_settings_from(chosen), tuple(chosen.reminder_steps))


def recompute_children(
    child_ids: Iterable[int], *, by: Person | None = None, apply: bool = True
) -> Difference:
    """Work out the duties of these children again and write what differs (only count it where `apply` is false).

    Runs inside the caller's transaction and authority. Writes no audit row: the act that changed the fact has its own.
    """
    ids = sorted(set(child_ids))
    difference = Difference()
    with transaction.atomic():
        for start in range(0, len(ids), BATCH):
            difference += _recompute(ids[start : start + BATCH], apply=apply)
    return difference


def recompute_authority(authority: LocalAuthority, *, apply: bool) -> Difference:
    """Work out every duty of an authority again; with `apply` write what differs, with one audit row."""
    ids = list(Child.objects.filter(authority=authority).values_list("pk", flat=True))
    difference = recompute_children(ids, apply=apply)
    if apply and difference.total:
        counts = {"made": difference.made, "changed": difference.changed, "removed": difference.removed}
        record(Verb.DEADLINES_RECOMPUTED, by=None, authority_id=authority.pk, **counts)
    return difference


def record_duty_done(
    *, child: Child, kind: DutyKind, done_date: date, note: str = "", by: Person, on: date
) -> DutyDone:
    """Somebody tells that the authority made a visit, a health assessment, a PEP: the next date counts from it.

    Raises DomainError for a day still to come, and for a duty the portal knows of by itself.
    """
    if kind not in RECORDABLE_KINDS:
        raise DomainError("The portal works out by itself when this is done.", "not_recordable", field="kind")
    if done_date > on:
        raise DomainError("Give a day that is not in the future.", "in_future", field="done_date")
    with transaction.atomic():
        row, _ = DutyDone.objects.get_or_create(
            child=child,
            kind=kind,
            done_date=done_date,
            defaults={"authority_id": child.authority_id, "note": note, "recorded_by": by},
        )
        record(
            Verb.DUTY_MET,
            by=by,
            authority_id=child.authority_id,
            objects=[row],
            child_ids=[child.pk],
            kind=kind,
        )
        recompute_children([child.pk], by=by)
    return row


def _recompute(ids: list[int], *, apply: bool) -> Difference:
    everything = _read(ids)
    if not everything:
        return Difference()
    choices = {
        authority.pk: choices_of(authority)
        for authority in LocalAuthority.objects.filter(
            pk__in={facts.child.authority_id for facts in everything.values()}
        ).select_related("settings")
    }
    derived = {pk: derive(facts, choices[facts.child.authority_id]) for pk, facts in everything.items()}
    difference = _write_deadlines(everything, derived, choices, apply=apply)
    difference += _write_held(everything, derived, apply=apply)
    difference += _write_entries(everything, derived, apply=apply)
    return difference


def _read(ids: Collection[int]) -> dict[int, Facts]:
    """The facts of these children, in a fixed number of statements."""
    everything = {child.pk: Facts(child) for child in Child.objects.filter(pk__in=ids)}

    def spread(model: type[Model], name: str) -> None:
        for row in model.objects.filter(child__in=ids).order_by("pk"):
            getattr(everything[row.child_id], name).append(row)

    spread(PeriodOfCare, "periods")
    spread(LegalStatus, "statuses")
    spread(Placement, "placements")
    spread(Review, "reviews")
    spread(Allocation, "allocations")
    spread(DutyDone, "done")
    plans = CarePlanVersion.objects.filter(child__in=ids).annotate(
        section_codes=ArrayAgg(
            "sections__section", filter=~Q(sections__text="") & Q(sections__text__isnull=False), default=[]
        )
    )
    for plan in plans.order_by("pk"):
        everything[plan.child_id].plans.append(plan)
    still_open = Decision.objects.filter(child__in=ids, state=DecisionState.OPEN).values_list("child")
    for pk, number in still_open.annotate(number=Count("pk")).order_by():
        everything[pk].open_decisions = number
    return everything


def _write_deadlines(
    everything: dict[int, Facts], derived: dict[int, Derived], choices: dict[int, Choices], *, apply: bool
) -> Difference:
    standing = {
        (row.child_id, row.kind, row.key): row for row in Deadline.objects.filter(child__in=everything)
    }
    new: list[Deadline] = []
    changed: list[Deadline] = []
    fields: set[str] = set()
    now = clock.now()
    for pk, result in derived.items():
        authority_id = everything[pk].child.authority_id
        for duty in result.duties:
            values = duty.values(choices[authority_id])
            row = standing.pop((pk, duty.kind, duty.key), None)
            if row is None:
                new.append(
                    Deadline(authority_id=authority_id, child_id=pk, kind=duty.kind, key=duty.key, **values)
                )
                continue
            values |= _earlier(row, values["due_date"], now)
            differing = [name for name, value in values.items() if getattr(row, name) != value]
            if differing:
                fields.update(differing)
                for name in differing:
                    setattr(row, name, values[name])
                changed.append(row)
    gone = list(standing.values())
    if apply:
        if gone:
            Deadline.objects.filter(pk__in=[row.pk for row in gone]).delete()
        Deadline.objects.bulk_create(new, batch_size=500)
        if changed:
            Deadline.objects.bulk_update(
                changed, sorted(name.removesuffix("_id") for name in fields), batch_size=500
            )
    return Difference(len(new), len(changed), len(gone))


def _earlier(row: Deadline, due_date: date, now: datetime) -> dict[str, Any]:
    """What the row said until now, where its due date changes, to be told beside the new one.

    A slip mended on the day it was made is not worth telling: of one day's changes the date it began with is kept, and
    where the date comes back to that nothing has changed.
    """
    if row.due_date == due_date:
        return {}
    if row.due_changed_at is None or local_day(row.due_changed_at) != local_day(now):
        return {
            "due_changed_at": now,
            "earlier_due_date": row.due_date,
            "earlier_counted_from": row.counted_from,
            "earlier_rule": row.rule,
        }
    if row.earlier_due_date == due_date:
        return {
            "due_changed_at": None, "earlier_due_date": None, "earlier_counted_from": None, "earlier_rule": "",
        }  # fmt: skip
    return {}


def _write_held(everything: dict[int, Facts], derived: dict[int, Derived], *, apply: bool) -> Difference:
    """What stood due when each review was held."""
    changed: list[Review] = []
    for pk, facts in everything.items():
        for review in facts.reviews:
            due, rule = derived[pk].held.get(review.pk, (None, ""))
            if (review.due_date, review.due_rule) != (due, rule):
                review.due_date, review.due_rule = due, rule
                changed.append(review)
    if apply and changed:
        Review.objects.bulk_update(changed, ["due_date", "due_rule"], batch_size=500)
    return Difference(changed=len(changed))


def _write_entries(everything: dict[int, Facts], derived: dict[int, Derived], *, apply: bool) -> Difference:
    standing = {entry.child_id: entry for entry in CaseloadEntry.objects.filter(child__in=everything)}
    deadlines: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    for pk, child_id, kind, key in Deadline.objects.filter(child__in=everything).values_list(
        "pk", "child_id", "kind", "key"
    ):
        deadlines[child_id][kind, key] = pk
    new: list[CaseloadEntry] = []
    changed: list[CaseloadEntry] = []
    fields: set[str] = set()
    for pk, result in derived.items():
        if result.entry is None:
            continue
        values = dict(result.entry)
        wanted = values.pop("next_deadline")
        values["next_deadline_id"] = deadlines[pk].get(wanted) if wanted else None
        entry = standing.pop(pk, None)
        if entry is None:
            new.append(CaseloadEntry(authority_id=everything[pk].child.authority_id, child_id=pk, **values))
            continue
        differing = [name for name, value in values.items() if getattr(entry, name) != value]
        if differing:
            fields.update(differing)
            for name in differing:
                setattr(entry, name, values[name])
            changed.append(entry)
    gone = [entry.pk for entry in standing.values()]
    if apply:
        CaseloadEntry.objects.filter(pk__in=gone).delete()
        CaseloadEntry.objects.bulk_create(new, batch_size=500)
        if changed:
            names = sorted(name.removesuffix("_id") for name in fields)
            CaseloadEntry.objects.bulk_update(changed, names, batch_size=500)
    return Difference(len(new), len(changed), len(gone))
