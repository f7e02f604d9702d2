"""What a manager sees while choosing a reviewing officer: each one's caseload, and brothers and sisters."""

from dataclasses import dataclass
from datetime import date

from accounts.actor import Actor
from accounts.models import LocalAuthority, Person
from children.access import closed_children
from children.actions.allocation import officers
from children.models import Allocation, Child, Relationship
from core.calendar import WorkingCalendar
from insight import measures
from insight.selectors.figures import Load, Unallocated
from insight.selectors.team import loads, no_iro_values, unallocated_rows


@dataclass(frozen=True)
class Option:
    """One officer to choose."""

    value: str
    name: str
    hint: str
    """ "59 of 50 to 70 children", "36 children at 0.5 of full time: like 72 of 50 to 70, 2 over"."""


def load_in_words(load: Load) -> str:
    """An officer's caseload against the band."""
    number, full, band = load.children, load.per_full_time, f"{load.low} to {load.high}"
    children = f"{number} child{'' if number == 1 else 'ren'}"
    if full is None:
        return children
    over = f", {full - load.high} over" if full > load.high else ""
    if load.share == 1:
        return f"{number} of {band} children{over}"
    return f"{children} at {load.share_shown} of full time: like {full} of {band}{over}"


def options(actor: Actor, *, on: date) -> list[Option]:
    """Every reviewing officer of today, the lightest caseload first."""
    here = [load for load in loads(actor, on=on, until=on) if load.share]
    here.sort(key=lambda load: (load.per_full_time or 0, load.person.casefold()))
    return [Option(str(load.uuid), load.person, load_in_words(load)) for load in here]


def officer(authority: LocalAuthority, uuid: str, *, on: date) -> Person | None:
    """The person behind an option, if they are a reviewing officer here today."""
    return Person.objects.filter(uuid=uuid, pk__in=officers(authority.pk, on).values("person")).first()


def kin_of(actor: Actor, child: Child, *, on: date) -> list[str]:
    """ "100101 has Cai Merrow": brothers and sisters looked after here, those closed to who asks apart."""
    rows = (
        Relationship.objects.filter(child=child, other_child__isnull=False, end_date__isnull=True)
        .exclude(other_child__in=closed_children(actor, on=on))
        .order_by("other_child__number")
        .values_list("other_child__name", "other_child__number", "other_child__caseload_entry__iro__name")
    )
    return [
        f"{name or number} has {iro}" if iro else f"{name or number} has nobody yet"
        for name, number, iro in rows
    ]


def history(child: Child) -> list[Allocation]:
    """Who the child's officers were, latest first."""
    return list(
        Allocation.objects.filter(child=child)
        .select_related("iro", "allocated_by")
        .order_by("-start_date", "-pk")
    )


@dataclass(frozen=True)
class Choice:
    """One child to tick."""

    pk: int
    value: str
    label: str
    hint: str


def waiting(actor: Actor, on: date, calendar: WorkingCalendar) -> list[Choice]:
    """The children without an officer, longest first."""
    values = [row["row"] for row in no_iro_values(closed_children(actor, on=on))]
    rows = unallocated_rows(values, on, calendar)
    return [
        Choice(row.pk, str(value["uuid"]), f"{row.name}, {row.age}", _hint(row))
        for row, value in zip(rows, values, strict=True)
    ]


def held_by(actor: Actor, person: Person, *, on: date) -> list[Choice]:
    """The children of one officer, by name."""
    rows = (
        measures.children(closed_children(actor, on=on))
        .filter(iro=person)
        .order_by("child__name", "child__number")
    )
    return [
        Choice(
            row["child_id"],
            str(row["child__uuid"]),
            f"{row['child__number']} · {row['child__name']}" if row["child__name"] else row["child__number"],
            "",
        )
        for row in rows.values("child_id", "child__uuid", "child__number", "child__name")
    ]


def _hint(row: Unallocated) -> str:
    return ". ".join(part for part in (row.left[:1].upper() + row.left[1:], row.sibling) if part)
