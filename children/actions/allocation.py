"""Naming, changing and ending a child's reviewing officer (CA 1989 s25A).

reviews.actions.allocation calls these and adds the duties.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership, Person
from accounts.roles import IRO
from accounts.standing import holders
from audit.actions import record
from audit.verbs import Verb
from children.actions.guards import check_allocation
from children.models import Allocation, Child, PeriodOfCare
from core import clock
from core.errors import DomainError, StateError


def allocate(*, child: Child, iro: Person, by: Person | None, on: date, reason: str = "") -> Allocation:
    """Make a person the child's reviewing officer from a day on. See `allocate_children`."""
    return allocate_children(children=[child], iro=iro, by=by, on=on, reason=reason)[0]


@transaction.atomic
def allocate_children(
    *, children: Collection[Child], iro: Person, by: Person | None, on: date, reason: str = ""
) -> list[Allocation]:
    """Make a person the reviewing officer of these children of one authority from a day on, in one act.

    Whoever was it before no longer is from that day. Children who have this person already stay as they are. Raises
    DomainError where the person is no reviewing officer here on that day, where a child is not looked after, where an
    allocation began after that day, and StateError where nothing would change. What children.actions.guards refuses is
    refused: somebody who is not independent, a mother's officer for her child, brothers and sisters apart unsaid.
    """
    ids = sorted({child.pk for child in children})
    if not ids:
        raise DomainError("Choose at least one child.", "nobody", field="children")
    authority_id = next(iter(children)).authority_id
    if not is_reviewing_officer(iro, authority_id, on):
        raise DomainError(
            "This person is not a reviewing officer here on that day. Choose another.",
            "not_an_iro",
            field="iro",
        )
    list(Child.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    open_periods = PeriodOfCare.objects.filter(child__in=ids, end_date__isnull=True)
    looked_after = set(open_periods.values_list("child", flat=True))
    if looked_after != set(ids):
        raise DomainError(
            "Somebody chosen is no longer looked after. Open the list again.",
            "not_looked_after",
            field="children",
        )
    standing = {row.child_id: row for row in Allocation.objects.filter(child__in=ids, end_date__isnull=True)}
    moving = [pk for pk in ids if pk not in standing or standing[pk].iro_id != iro.pk]
    if not moving:
        raise StateError("This person is their reviewing officer already.")
    _check_day(moving, standing, on)
    check_allocation(children=moving, iro=iro, on=on, reason=reason)
    Allocation.objects.filter(pk__in=[standing[pk].pk for pk in moving if pk in standing]).update(
        end_date=on, ended_by=by, ended_at=clock.now()
    )
    made = Allocation.objects.bulk_create(
        [
            Allocation(
                authority_id=authority_id,
                child_id=pk,
                iro=iro,
                start_date=on,
                reason=reason.strip(),
                allocated_by=by,
            )
            for pk in moving
        ]
    )
    record(
        Verb.ALLOCATED,
        by=by,
        authority_id=authority_id,
        objects=made,
        child_ids=moving,
        iro=iro.pk,
        from_date=on,
    )
    return made


@transaction.atomic
def end_allocation(*, child: Child, by: Person | None, on: date) -> Allocation:
    """End the allocation that stands: from that day the child has no reviewing officer, and one must be named.

    Raises StateError where there is none, DomainError where it began after that day.
    """
    standing = Allocation.objects.select_for_update().filter(child=child, end_date__isnull=True).first()
    if standing is None:
        raise StateError("This child has no reviewing officer.")
    _check_day([child.pk], {child.pk: standing}, on)
    standing.end_date, standing.ended_by, standing.ended_at = on, by, clock.now()
    standing.save(update_fields=["end_date", "ended_by", "ended_at"])
    record(
        Verb.ALLOCATION_ENDED,
        by=by,
        authority_id=child.authority_id,
        objects=[standing],
        child_ids=[child.pk],
        iro=standing.iro_id,
        end_date=on,
    )
    return standing


def is_reviewing_officer(person: Person, authority_id: int, on: date) -> bool:
    """Whether the person holds the role in this authority on that day and can sign in."""
    return person.is_active and officers(authority_id, on).filter(person=person).exists()


def officers(authority_id: int, on: date) -> QuerySet[Membership]:
    """The memberships that make somebody a reviewing officer in this authority on a day."""
    return holders(authority_id, [IRO.code], on)


def _check_day(moving: Collection[int], standing: dict[int, Allocation], on: date) -> None:
    """No allocation can end before it began, nor start inside an earlier one."""
    begun_later = any(standing[pk].start_date > on for pk in moving if pk in standing)
    ended_later = Allocation.objects.filter(child__in=moving, end_date__gt=on).exists()
    if begun_later or ended_later:
        raise DomainError(
            "A child chosen had a reviewing officer named after that day. Choose a later day.",
            "too_early",
            field="on",
        )
