"""Somebody is away, and another reviewing officer covers. Nothing due may fall between the two."""

from datetime import date, timedelta

from django.db import transaction

from accounts.absence import can_cover, overlapping
from accounts.models import Absence, AbsenceKind, LocalAuthority, Person
from accounts.scoping import in_its_authority
from audit.actions import record
from audit.verbs import Verb
from core.dates import short
from core.errors import DomainError, StateError


@in_its_authority
def record_absence(
    *,
    authority: LocalAuthority,
    person: Person,
    cover: Person,
    kind: str,
    from_date: date,
    to_date: date | None,
    by: Person | None,
) -> Absence:
    """Record that a person is away, and who is told of their duties meanwhile. The allocations stay.

    Raises DomainError where the days cannot be, the cover is no other reviewing officer of the authority, is away
    themselves, or covers for nobody because the person already covers for somebody who is away.
    """
    if kind not in AbsenceKind.values:
        raise DomainError("Choose one of the kinds.", "kind", field="kind")
    if to_date is not None and to_date < from_date:
        raise DomainError("The last day must not be before the first.", "days", field="to_date")
    # In the order of ids, so that two who cover each other at once do not wait for each other.
    list(Person.objects.select_for_update().filter(pk__in=[person.pk, cover.pk]).order_by("pk"))
    if not can_cover(authority, person, from_date).filter(pk=cover.pk).exists():
        raise DomainError("Choose another reviewing officer who works here then.", "cover", field="cover")
    same_days = Absence.objects.filter(overlapping(from_date, to_date))
    if same_days.filter(person=person).exists():
        raise DomainError("This person is away on some of these days already.", "twice", field="from_date")
    if same_days.filter(person=cover).exists():
        raise DomainError(
            "They are away on some of these days too. Choose somebody else.", "cover", field="cover"
        )
    covering = same_days.filter(cover=person).select_related("person").first()
    if covering is not None:
        until = f" until {short(covering.to_date)}" if covering.to_date else ""
        raise DomainError(
            f"This person covers for {covering.person.name}{until}. End that first and choose another cover.",
            "covers",
            field="from_date",
        )
    row = Absence.objects.create(
        authority=authority, person=person, cover=cover, kind=kind, from_date=from_date, to_date=to_date
    )
    record(
        Verb.ABSENCE_RECORDED,
        by=by,
        authority_id=authority.pk,
        objects=[row],
        person=person.pk,
        cover=cover.pk,
        from_date=from_date,
        to_date=to_date,
    )
    return row


@transaction.atomic
def end_absence(*, absence: Absence, by: Person | None, on: date) -> None:
    """They are back: yesterday was the last day. One that had not begun, or began today, is removed.

    Raises StateError where it is over already.
    """
    if absence.to_date is not None and absence.to_date < on:
        raise StateError("This absence is over already.")
    record(
        Verb.ABSENCE_ENDED,
        by=by,
        authority_id=absence.authority_id,
        objects=[absence],
        person=absence.person_id,
        cover=absence.cover_id,
    )
    if absence.from_date >= on:
        absence.delete()
        return
    absence.to_date = on - timedelta(days=1)
    absence.save(update_fields=["to_date"])
