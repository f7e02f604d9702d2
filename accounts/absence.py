"""Who is away, who covers for them, and whom one covers for. The one rule for pages, doors and reminders.

The reminders' own statement stands in a function of the database (reviews/migrations), which says the same.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Absence, LocalAuthority, Membership, Person
from accounts.roles import IRO
from core.dates import short


@dataclass(frozen=True)
class AbsenceRow:
    """One absence in words."""

    name: str
    cover: str
    kind: str
    days: str
    end_url: str


def standing(on: date) -> Q:
    """The absences of a day."""
    return Q(from_date__lte=on) & (Q(to_date__isnull=True) | Q(to_date__gte=on))


def covered_by(person: Person, on: date) -> QuerySet[Absence]:
    """The ids of the people whose children this person looks after on a day, in the authority told."""
    return Absence.objects.filter(standing(on), cover=person).values("person")


def overlapping(from_date: date, to_date: date | None) -> Q:
    """The absences that share a day with these."""
    begun = Q(from_date__lte=to_date) if to_date is not None else Q()
    return begun & (Q(to_date__isnull=True) | Q(to_date__gte=from_date))


def can_cover(authority: LocalAuthority, person: Person, from_date: date) -> QuerySet[Person]:
    """The other reviewing officers of the authority with an open sign-in and a role on that day."""
    roles = Membership.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=from_date),
        authority=authority,
        role=IRO.code,
        from_date__lte=from_date,
        person__is_active=True,
    )
    return Person.objects.filter(pk__in=roles.values("person")).exclude(pk=person.pk).order_by("name")


def away(on: date, *, person: Person | None = None) -> list[AbsenceRow]:
    """Who is away on a day or will be, in the authority told, soonest first; of one person where given."""
    rows = Absence.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=on)).select_related(
        "person", "cover"
    )
    if person is not None:
        rows = rows.filter(person=person)
    return [
        AbsenceRow(
            name=row.person.name,
            cover=row.cover.name,
            kind=row.get_kind_display(),
            days=f"{short(row.from_date)} to {short(row.to_date)}"
            if row.to_date
            else f"From {short(row.from_date)}",
            end_url=reverse("absence-end", args=[row.uuid]),
        )
        for row in rows.order_by("from_date", "pk")
    ]
