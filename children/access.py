"""The one door to a child: lists, details, exports, searches and files all use the rule in `visible_children`.

An IRO reaches the children they are the reviewing officer of today; a manager every child of the authority; nobody else
reaches any. A restricted child is reached only by their own IRO (unless taken off) and the people named, of those who
may look at children at all. Who broke the glass reads that one child for an hour. Who may not reach a child gets the
same 404 as for one that does not exist.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.absence import covered_by
from accounts.actor import Actor
from accounts.permissions import Permission
from children.models import Allocation, BreakGlass, Child, Restriction, RestrictionAccess
from core import clock

OWN_IRO_ONLY = frozenset({Permission.RECORD_REVIEW, Permission.EDIT_CARE_PLAN})
"""Acts of the child's own reviewing officer: being named, or seeing all, is not enough."""
READING = frozenset({Permission.VIEW_ALLOCATED_CHILDREN, Permission.VIEW_ALL_CHILDREN, Permission.VIEW_TEAM})
"""What is left to do with a child whose glass was broken."""


def _stands(on: date) -> tuple[Q, Q]:
    """Begun by that day and not over: an end date is the first day without."""
    return Q(end_date__isnull=True) | Q(end_date__gt=on), Q(start_date__lte=on)


def restrictions(on: date) -> QuerySet[Restriction]:
    """The restrictions in force on a day."""
    return Restriction.objects.filter(*_stands(on))


def named_children(actor: Actor, *, on: date) -> QuerySet[RestrictionAccess]:
    """The ids of the restricted children that the person is named for on a day."""
    named = RestrictionAccess.objects.filter(*_stands(on), person=actor.person)
    return named.filter(restriction__in=restrictions(on)).values("child")


def allocated_to(actor: Actor, *, on: date) -> QuerySet[Allocation]:
    """The allocations that make a person a child's reviewing officer on a day, those apart that they are taken off.

    Who covers for somebody away reaches their children as their own, but for restricted ones they are not named for.
    """
    closed = restrictions(on).exclude(child__in=named_children(actor, on=on))
    mine = Q(iro=actor.person) & ~Q(child__in=closed.filter(closed_to_iro=True).values("child"))
    covered = Q(iro__in=covered_by(actor.person, on)) & ~Q(child__in=closed.values("child"))
    return Allocation.objects.filter(*_stands(on)).filter(mine | covered)


def closed_restrictions(actor: Actor, *, on: date) -> QuerySet[Restriction]:
    """The restrictions that keep this person out on a day, whatever their role."""
    reached = Q(child__in=named_children(actor, on=on))
    reached |= Q(child__in=allocated_to(actor, on=on).values("child"))
    return restrictions(on).exclude(reached)


def closed_children(actor: Actor, *, on: date) -> QuerySet[Restriction]:
    """The ids of the children of `closed_restrictions`: what a figure over all children leaves out."""
    return closed_restrictions(actor, on=on).values("child")


def visible_children(actor: Actor, *, on: date | None = None) -> QuerySet[Child]:
    """The children this person may see on a day (today where none is given)."""
    if actor.authority is None:
        return Child.objects.none()
    day = on or clock.today()
    if actor.may(Permission.VIEW_ALL_CHILDREN):
        reached = ~Q(pk__in=closed_children(actor, on=day))
    elif actor.may(Permission.VIEW_ALLOCATED_CHILDREN):
        reached = Q(pk__in=allocated_to(actor, on=day).values("child"))
        reached |= Q(pk__in=named_children(actor, on=day))
    else:
        return Child.objects.none()
    if actor.opened:
        reached |= Q(pk__in=opened_glass(actor).values("child"))
    return Child.objects.filter(reached)


def opened_glass(actor: Actor) -> QuerySet[BreakGlass]:
    """The glass this person broke that is still open: the hour is not over and they did not close it."""
    return BreakGlass.objects.filter(person=actor.person, closed_at__isnull=True, until__gt=clock.now())


def own_children(actor: Actor, *, on: date) -> QuerySet[Child]:
    """The children this person is the reviewing officer of on a day, whatever else they may see."""
    return Child.objects.filter(pk__in=allocated_to(actor, on=on).values("child"))


def get_child_or_404(actor: Actor, uuid: UUID, permission: Permission | None = None) -> Child:
    """The child with this id, if the person may see them and, where asked, may also do `permission`.

    Raises Http404 for a child of another authority, one not allocated to them, one closed to them, and one that does
    not exist alike. What needs a permission is not done to a child through broken glass.
    """
    if permission is not None and not actor.may(permission):
        raise Http404
    found = visible_children(actor if permission is None else replace(actor, opened=frozenset()))
    if permission in OWN_IRO_ONLY:
        found = own_children(actor, on=clock.today())
    child = found.filter(uuid=uuid).first()
    if child is None:
        raise Http404
    return child


def get_answered_for_or_404(actor: Actor, uuid: UUID, permission: Permission) -> Child:
    """A child this person answers for: one's own, for who sees all any they may see; else Http404.

    Being named is not enough to restrict a child, or to see who saw them.
    """
    child = get_child_or_404(actor, uuid, permission)
    if not actor.may(Permission.VIEW_ALL_CHILDREN) and not is_iro_of(actor, child):
        raise Http404
    return child


def get_named_or_404(child: Child, uuid: UUID) -> RestrictionAccess:
    """Somebody named for this child, who comes from their own door; else Http404."""
    access = RestrictionAccess.objects.select_related("restriction").filter(child=child, uuid=uuid).first()
    if access is None:
        raise Http404
    return access


def get_own_glass_or_404(actor: Actor, uuid: UUID) -> BreakGlass:
    """A glass this person broke; else Http404."""
    glass = None
    if actor.authority is not None:
        glass = BreakGlass.objects.filter(person=actor.person, uuid=uuid).first()
    if glass is None:
        raise Http404
    return glass


def all_glass(actor: Actor) -> QuerySet[BreakGlass]:
    """Every break-glass of the authority, for who leads the team."""
    if actor.authority is None or not actor.may(Permission.LOOK_AT_GLASS):
        return BreakGlass.objects.none()
    return BreakGlass.objects.select_related("person", "looked_by")


def get_glass_or_404(actor: Actor, uuid: UUID) -> BreakGlass:
    """A break-glass of the authority, for who leads the team; else Http404."""
    glass = all_glass(actor).filter(uuid=uuid).first()
    if glass is None:
        raise Http404
    return glass


def is_iro_of(actor: Actor, child: Child, *, on: date | None = None) -> bool:
    """Whether this person is the child's reviewing officer on a day (today where none is given)."""
    return allocated_to(actor, on=on or clock.today()).filter(child=child).exists()


def looking_at(actor: Actor, child: Child, *, own: bool) -> Actor:
    """The person as they stand before one child they may see: what they may not do with this one is taken away.

    `own` says whether they are the reviewing officer; a page offers nothing that its door would refuse.
    """
    if child.pk in actor.opened:
        return replace(actor, permissions=actor.permissions & READING)
    return actor if own else replace(actor, permissions=actor.permissions - OWN_IRO_ONLY)
