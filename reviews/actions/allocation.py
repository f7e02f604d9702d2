"""Naming a child's reviewing officer, with the duties that follow: one to name, and whose the others are."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import Person
from children.actions import allocation
from children.models import Allocation, Child
from reviews.actions.duties import recompute_children


@transaction.atomic
def allocate_iro(
    *, children: Collection[Child], iro: Person, by: Person | None, on: date, reason: str = ""
) -> list[Allocation]:
    """Make a person the reviewing officer of these children from a day on, in one act.

    Raises what children.actions.allocation.allocate_children raises.
    """
    made = allocation.allocate_children(children=children, iro=iro, by=by, on=on, reason=reason)
    recompute_children([row.child_id for row in made], by=by)
    return made


@transaction.atomic
def end_iro(*, child: Child, by: Person | None, on: date) -> Allocation:
    """End the allocation that stands. Raises StateError where there is none."""
    ended = allocation.end_allocation(child=child, by=by, on=on)
    recompute_children([child.pk], by=by)
    return ended
