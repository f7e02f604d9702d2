"""Who is away, who covers for them, and whom one covers for. The one rule for pages, doors and reminders.

The reminders' own statement stands in a function of the database (reviews/migrations), which says the same.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.models import Absence, LocalAuthority, Person
from accounts.models.absence import AbsenceKind
from accounts.roles import IRO
from accounts.standing import holders, standing
from core.dates import short


@dataclass(frozen=True)
class AbsenceRow:
    """One absence in words."""

    name: str
    cover: str
    kind: str
    days: str
    end_url: str


def covered_by(person: Person, on: date) -> QuerySet[Absence]:
    """The ids of the people whose children this person looks after on a day, in the authority told."""
    return Absence.objects.filter(standing(on), cover=person).values("person")


def overlapping(from_date: date, to_date: date | None) -> Q:
    """The absences that share a day with these."""
    begun = Q(from_date__lte=to_date) if to_date is not None else Q()
    return begun & (Q(to_date__isnull=True) | Q(to_date__gte=from_date))


def can_cover(authority: LocalAuthority, person: Person, from_date: date) -> QuerySet[Person]:
    """The other reviewing officers of the authority with an open sign-in and a role on that day."""
    roles = holders(authority.pk, [IRO.code], from_date)
    return Person.objects.filter(pk__in=roles.values("person")).exclude(pk=person.pk).order_by("name")


def away(on: date) -> QuerySet[Absence]:
    """Who is away on a day or will be, in the authority told, soonest first: the values that `in_words` reads."""
    rows = Absence.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=on)).order_by("from_date", "pk")
    told = JSONObject(
        uuid="uuid", name="person__name", cover="cover__name", kind="kind", first="from_date", last="to_date"
    )
    return rows.values(told=told)


def in_words(row: dict[str, str | None]) -> AbsenceRow:
    """One absence from the values of `away`."""
    first = short(date.fromisoformat(row["first"]))
    return AbsenceRow(
        name=row["name"],
        cover=row["cover"],
        kind=AbsenceKind(row["kind"]).label,
        days=f"{first} to {short(date.fromisoformat(row['last']))}" if row["last"] else f"From {first}",
        end_url=reverse("absence-end", args=[row["uuid"]]),
    )
