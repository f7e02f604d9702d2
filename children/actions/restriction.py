"""Closing a child to most of the authority's own staff, naming who may still look, and opening the child again."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership, Person
from accounts.permissions import Permission
from accounts.roles import roles_with
from accounts.standing import holders
from audit.actions import record
from audit.verbs import Verb
from children.models import Allocation, Child, Restriction, RestrictionAccess
from core import clock
from core.errors import DomainError, StateError
from core.locking import locked

LOOKERS = roles_with(Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN)
"""The roles that may look at children at all: nobody else can be named."""


def lookers(authority_id: int, on: date) -> QuerySet[Membership]:
    """The memberships of the people who can be named for a child on a day."""
    return holders(authority_id, LOOKERS, on)


@transaction.atomic
def restrict_child(
    *,
    child: Child,
    reason: str,
    named: Collection[Person],
    by: Person,
    on: date,
    closed_to_iro: bool = False,
) -> Restriction:
    """Close a child from a day on to all but their own reviewing officer and the people named.

    With `closed_to_iro` the officer is taken off too. Raises StateError where the child is restricted already, and
    DomainError where nobody is named, where somebody named may not look at children, or where the officer who is
    taken off is named all the same.
    """
    locked(Child, child.pk)
    if Restriction.objects.filter(child=child, end_date__isnull=True).exists():
        raise StateError("This child is restricted already. Open the child’s page again.")
    _check_named(child, named, on)
    officer = _officer_of(child)
    if closed_to_iro and officer in {person.pk for person in named}:
        raise DomainError(
            "The reviewing officer cannot be taken off and be named as well. Choose one of the two.",
            "officer_named",
            field="named",
        )
    restriction = Restriction.objects.create(
        authority_id=child.authority_id,
        child=child,
        reason=reason,
        closed_to_iro=closed_to_iro,
        start_date=on,
        restricted_by=by,
    )
    record(
        Verb.RESTRICTED,
        by=by,
        authority_id=child.authority_id,
        objects=[restriction],
        child_ids=[child.pk],
        reason=reason,
        closed_to_iro=closed_to_iro,
        from_date=on,
    )
    for person in named:
        _name(restriction, person, by=by, on=on)
    return restriction


@transaction.atomic
def name_person(*, restriction: Restriction, person: Person, by: Person, on: date) -> RestrictionAccess:
    """Let one more person look at a restricted child. Raises StateError where that changes nothing."""
    restriction = _open(restriction)
    _check_named(restriction.child, [person], on)
    if restriction.named.filter(person=person, end_date__isnull=True).exists():
        raise StateError("This person is named already.")
    return _name(restriction, person, by=by, on=on)


@transaction.atomic
def end_naming(*, access: RestrictionAccess, by: Person, on: date) -> None:
    """Take somebody's name off. Raises DomainError for the last one who can still reach the child."""
    restriction = _open(access.restriction)
    access = locked(RestrictionAccess, access.pk)
    if access.end_date is not None:
        raise StateError("This person is not named any more.")
    others = restriction.named.filter(end_date__isnull=True).exclude(pk=access.pk)
    if not others.filter(person__in=lookers(access.authority_id, on).values("person")).exists():
        raise DomainError(
            "Somebody must be able to reach the child. Name another person first, or lift the restriction.",
            "last_one",
        )
    access.end_date = max(on, access.start_date)
    access.save(update_fields=["end_date"])
    record(
        Verb.RESTRICTION_UNNAMED,
        by=by,
        authority_id=access.authority_id,
        objects=[access],
        child_ids=[access.child_id],
        person=access.person_id,
    )


@transaction.atomic
def lift_restriction(*, restriction: Restriction, by: Person, on: date) -> None:
    """Open the child again to everyone whose work it is. Raises StateError where that was done already."""
    restriction = _open(restriction)
    restriction.end_date = max(on, restriction.start_date)
    restriction.lifted_by, restriction.lifted_at = by, clock.now()
    restriction.save(update_fields=["end_date", "lifted_by", "lifted_at"])
    record(
        Verb.RESTRICTION_LIFTED,
        by=by,
        authority_id=restriction.authority_id,
        objects=[restriction],
        child_ids=[restriction.child_id],
        end_date=restriction.end_date,
    )


def _open(restriction: Restriction) -> Restriction:
    """The restriction as it stands now, locked."""
    found: Restriction = locked(Restriction, restriction.pk)
    if found.end_date is not None:
        raise StateError("The restriction was lifted meanwhile. Open the child’s page again.")
    return found


def _officer_of(child: Child) -> int | None:
    """The person who is the child's officer, by their id."""
    officers = Allocation.objects.filter(child=child, end_date__isnull=True)
    return officers.values_list("iro", flat=True).first()


def _check_named(child: Child, named: Collection[Person], on: date) -> None:
    """Somebody is named, and all of them may look at children here."""
    if not named:
        raise DomainError(
            "Name at least one person who can still reach the child.", "nobody_named", field="named"
        )
    can = set(lookers(child.authority_id, on).values_list("person", flat=True))
    if not {person.pk for person in named} <= can:
        raise DomainError(
            "Somebody chosen has no role here that looks at children. Choose another.",
            "not_a_looker",
            field="named",
        )


def _name(restriction: Restriction, person: Person, *, by: Person, on: date) -> RestrictionAccess:
    access = RestrictionAccess.objects.create(
        authority_id=restriction.authority_id,
        restriction=restriction,
        child_id=restriction.child_id,
        person=person,
        start_date=on,
        named_by=by,
    )
    record(
        Verb.RESTRICTION_NAMED,
        by=by,
        authority_id=restriction.authority_id,
        objects=[access],
        child_ids=[restriction.child_id],
        person=person.pk,
    )
    return access
