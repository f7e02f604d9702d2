"""A person corrects or completes what the portal knows of a child; no import overwrites it."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Person
from accounts.versions import save_versioned
from audit.actions import record
from audit.verbs import Verb
from children.models import Child, PeriodOfCare, Placement, Relationship
from core.dates import plain
from core.errors import ConflictError, DomainError
from core.locking import locked


@transaction.atomic
def change_child(*, child: Child, version: int, by: Person, **changes: Any) -> None:
    """Name, pronouns, language, how to talk with the child. Raises ConflictError where somebody saved in between."""
    save_versioned(child, version=version, by=by, **changes)
    record(
        Verb.CHILD_CHANGED,
        by=by,
        authority_id=child.authority_id,
        objects=[child],
        child_ids=[child.pk],
        fields=sorted(changes),
    )


@transaction.atomic
def change_home(*, placement: Placement, version: int, by: Person, **changes: Any) -> None:
    """Carers, address, phone, how long the placement is meant to last. Raises ConflictError."""
    save_versioned(placement, version=version, by=by, **changes)
    record(
        Verb.PLACEMENT_CHANGED,
        by=by,
        authority_id=placement.authority_id,
        objects=[placement],
        child_ids=[placement.child_id],
        fields=sorted(changes),
    )


@transaction.atomic
def add_person_around(*, child: Child, by: Person, **facts: Any) -> Relationship:
    """Somebody new around the child."""
    row = Relationship.objects.create(child=child, authority_id=child.authority_id, saved_by=by, **facts)
    record(
        Verb.RELATIONSHIP_CHANGED,
        by=by,
        authority_id=child.authority_id,
        objects=[row],
        child_ids=[child.pk],
        kind=row.kind,
    )
    return row


@transaction.atomic
def change_person_around(*, row: Relationship, version: int, by: Person, **changes: Any) -> None:
    """Corrects somebody around the child, or ends it. Raises ConflictError."""
    save_versioned(row, version=version, by=by, **changes)
    record(
        Verb.RELATIONSHIP_CHANGED,
        by=by,
        authority_id=row.authority_id,
        objects=[row],
        child_ids=[row.child_id],
        kind=row.kind,
        fields=sorted(changes),
    )


@transaction.atomic
def give_start(*, period: PeriodOfCare, start: date, version: int, by: Person) -> None:
    """Fill in when a period of care began that no file told of. An import keeps it.

    Raises DomainError for a day that cannot be: after the first day the files tell of, before birth, or inside an
    earlier period of care. Raises ConflictError where somebody saved in between.
    """
    period = locked(PeriodOfCare, period.pk)
    if period.start_known and not period.start_given_by_person:
        raise DomainError(
            "The files tell when this period began. Correct it in the case system.", "start_is_told"
        )
    told = period.first_episode_date or period.start_date
    if start > told:
        raise DomainError(
            f"Give a day on or before {plain(told)}: the files tell of the child being looked after then.",
            "after_first_episode",
            field="start",
        )
    if start < period.child.date_of_birth:
        raise DomainError("Give a day after the child was born.", "before_birth", field="start")
    earlier = PeriodOfCare.objects.filter(child=period.child, end_date__gt=start).exclude(pk=period.pk)
    if earlier.filter(start_date__lt=period.start_date).exists():
        raise DomainError(
            "That day lies in an earlier period of care. Give a later one.",
            "inside_earlier_period",
            field="start",
        )
    try:
        save_versioned(
            period,
            version=version,
            by=by,
            start_date=start,
            start_known=True,
            start_given_by_person=True,
            first_episode_date=told,
        )
    except ConflictError as conflict:
        theirs = {"start": conflict.current["start_date"]}
        raise ConflictError(theirs, version=conflict.version, by=conflict.by, at=conflict.at) from conflict
    record(
        Verb.CARE_START_GIVEN,
        by=by,
        authority_id=period.authority_id,
        objects=[period],
        child_ids=[period.child_id],
        start=start,
    )
