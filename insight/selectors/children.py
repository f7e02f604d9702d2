"""Every child of the authority, for who leads the team: found by name or number, and by officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.actor import Actor
from children.access import visible_children
from children.selectors import age_on
from core.dates import short

NIL = str(UUID(int=0))
NOBODY = "none"
"""What the filter says for children without an officer."""


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child in the list."""

    pk: int
    name: str
    number: str
    age: int
    url: str
    iro: str
    due: str
    looked_after: bool
    allocate_url: str


def found_children(actor: Actor, *, words: str, iro: str, left_too: bool) -> QuerySet[Any]:
    """The children that fit, by name: each word in name or number; of one officer (uuid) or of NOBODY."""
    rows = visible_children(actor)
    if not left_too:
        rows = rows.filter(caseload_entry__isnull=False)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(number__icontains=word))
    if iro == NOBODY:
        rows = rows.filter(caseload_entry__isnull=False, caseload_entry__iro__isnull=True)
    elif iro:
        rows = rows.filter(caseload_entry__iro__uuid=iro)
    return rows.order_by("name", "number").values(
        "pk",
        "uuid",
        "name",
        "number",
        "date_of_birth",
        "caseload_entry__pk",
        "caseload_entry__iro__name",
        "caseload_entry__review_due_date",
    )


def child_rows(values: Iterable[dict[str, Any]], *, on: date, allocating: bool) -> list[ChildRow]:
    """One page of them as shown; `allocating` for who may choose a reviewing officer."""
    child, allocate = reverse("child", args=[NIL]), reverse("allocate", args=[NIL])
    found = []
    for row in values:
        uuid = str(row["uuid"])
        here = row["caseload_entry__pk"] is not None
        found.append(
            ChildRow(
                pk=row["pk"],
                name=row["name"] or row["number"],
                number=row["number"],
                age=age_on(row["date_of_birth"], on),
                url=child.replace(NIL, uuid),
                iro=row["caseload_entry__iro__name"] or ("Nobody yet" if here else ""),
                due=(short(row["caseload_entry__review_due_date"]) or "No date")
                if here
                else "No longer looked after",
                looked_after=here,
                allocate_url=allocate.replace(NIL, uuid) if here and allocating else "",
            )
        )
    return found
