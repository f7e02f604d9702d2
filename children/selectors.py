"""Reads about one child that several pages use, each in one statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404

from accounts.actor import Actor
from children.access import restrictions, visible_children
from children.codes import meaning
from children.models import Allocation, Child, LegalStatus, PeriodOfCare, Placement, Relationship
from core import clock

SHORT_STATUS = {
    "C1": "Interim care order",
    "C2": "Care order",
    "D1": "Freeing order",
    "E1": "Placement order",
    "V2": "Section 20",
    "V3": "Short breaks",
    "V4": "Short breaks",
    "L1": "Police protection",
    "L2": "Emergency protection order",
    "L3": "Child assessment order",
    "J1": "On remand",
    "J2": "PACE",
    "J3": "Youth rehabilitation order",
}
"""Legal statuses in the words of the work; the full meaning is in children/codes.py."""

SHORT_PLACE = {
    "A3": "Placed for adoption",
    "A4": "Placed for adoption",
    "A5": "Placed for adoption",
    "A6": "Placed for adoption",
    "H5": "Semi-independent living",
    "K1": "Secure children’s home",
    "K2": "Children’s home",
    "K3": "Supported accommodation",
    "P1": "With parents",
    "P2": "Independent living",
    "P3": "Residential employment",
    "R1": "Residential care home",
    "R2": "Hospital or nursing care",
    "R3": "Family centre or mother and baby unit",
    "R5": "Young offender institution",
    "S1": "Residential school",
    "T0": "Temporary move",
    "T1": "In hospital for a time",
    "T2": "On holiday",
    "T3": "Temporary: carers on holiday",
    "T4": "Temporary move",
    "U1": "Family or friends, long term",
    "U2": "Family or friends, fostering for adoption",
    "U3": "Family or friends foster home",
    "U4": "Foster home, long term",
    "U5": "Foster home, fostering for adoption",
    "U6": "Foster home",
}
"""Kinds of placement in the words of the work."""


def age_on(born: date, on: date) -> int:
    """Age in whole years on a day. Born on 29 February: a year older on 1 March in a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def next_birthday(born: date, on: date) -> date:
    """The first birthday after a day."""
    for year in (on.year, on.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:  # born on 29 February
            birthday = date(year, 3, 1)
        if birthday > on:
            return birthday
    raise AssertionError("a birthday comes every year")


def status_name(code: str) -> str:
    """A legal status in the words of the work."""
    return SHORT_STATUS.get(code) or meaning("legal_status", code)


def place_name(code: str) -> str:
    """A kind of placement in the words of the work."""
    return SHORT_PLACE.get(code) or meaning("place", code)


@dataclass(frozen=True)
class Spell:
    """A stretch of time: a period of care, a legal status or a placement. `end` is the first day without."""

    id: int
    uuid: str
    start: date
    end: date | None
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class ChildRecord:
    """A child with all that the children app knows of them."""

    child: Child
    periods: list[Spell]
    statuses: list[Spell]
    placements: list[Spell]
    people: list[dict[str, Any]]
    iro_name: str
    iro_since: date | None
    own: bool = False
    """Whether who looks is the reviewing officer today."""

    @property
    def period(self) -> Spell | None:
        """The open period of care; None where the child is looked after no longer."""
        return next((one for one in self.periods if one.end is None), None)

    @property
    def status(self) -> Spell | None:
        """The legal status that stands."""
        return next((one for one in self.statuses if one.end is None), None)

    @property
    def placement(self) -> Spell | None:
        """Where the child lives now."""
        return next((one for one in self.placements if one.end is None), None)


def _array(queryset: Any, **fields: str) -> ArraySubquery:
    return ArraySubquery(queryset.filter(child=OuterRef("pk")).values(row=JSONObject(**fields)))


def child_record(actor: Actor, uuid: UUID) -> ChildRecord:
    """A child the person may see, with periods, statuses, placements, people and reviewing officer: one statement.

    Raises Http404 for a child the person may not see.
    """
    child = (
        visible_children(actor)
        .filter(uuid=uuid)
        .annotate(
            period_rows=_array(
                PeriodOfCare.objects.order_by("start_date"),
                id="id",
                uuid="uuid",
                start="start_date",
                end="end_date",
                code="basis",
                start_known="start_known",
                end_reason="end_reason",
                source="source",
                given="start_given_by_person",
                version="version",
            ),
            status_rows=_array(
                LegalStatus.objects.order_by("start_date"),
                id="id",
                uuid="uuid",
                start="start_date",
                end="end_date",
                code="code",
            ),
            placement_rows=_array(
                Placement.objects.order_by("start_date"),
                id="id",
                uuid="uuid",
                start="start_date",
                end="end_date",
                code="type",
                carers="carer_names",
                reason="end_reason",
                provider="provider",
            ),
            people_rows=_array(
                Relationship.objects.order_by("kind", "name"),
                uuid="uuid",
                kind="kind",
                name="name",
                detail="detail",
                start="start_date",
                end="end_date",
                responsible="parental_responsibility",
                not_invited="not_invited_reason",
            ),
            restricted=Exists(restrictions(clock.today()).filter(child=OuterRef("pk"))),
            iro_rows=_array(
                Allocation.objects.filter(end_date__isnull=True),
                name="iro__name",
                start="start_date",
                id="iro_id",
            ),
        )
        .first()
    )
    if child is None:
        raise Http404
    iro = child.iro_rows[0] if child.iro_rows else None
    child.own = _is_own(actor, child.pk, iro)
    return ChildRecord(
        child=child,
        periods=[_spell(row) for row in child.period_rows],
        statuses=[_spell(row) for row in child.status_rows],
        placements=[_spell(row) for row in child.placement_rows],
        people=child.people_rows,
        iro_name=iro["name"] if iro else "",
        iro_since=date.fromisoformat(iro["start"]) if iro else None,
        own=child.own,
    )


def _is_own(actor: Actor, child: int, iro: dict[str, Any] | None) -> bool:
    """Whether the officer of a child who may be seen is who looks: not one who is taken off and broke the glass."""
    if iro is None or iro["id"] != actor.person.pk or child in actor.opened:
        return False
    return date.fromisoformat(iro["start"]) <= clock.today()


def _spell(row: dict[str, Any]) -> Spell:
    end = row["end"]
    rest = {name: value for name, value in row.items() if name not in {"id", "uuid", "start", "end", "code"}}
    return Spell(
        row["id"],
        row["uuid"],
        date.fromisoformat(row["start"]),
        date.fromisoformat(end) if end else None,
        row["code"],
        rest,
    )
