"""The one door to a child: lists, details, exports, searches and files all use the rule in `visible_children`.

An IRO reaches the children they are the reviewing officer of today; a manager every child of the authority; nobody else
reaches any. Who may not reach a child gets the same 404 as for one that does not exist.
"""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.actor import Actor
from accounts.permissions import Permission
from children.models import Allocation, Child
from core import clock


def allocated_to(actor: Actor, *, on: date) -> QuerySet[Allocation]:
    """The allocations that make a person a child's reviewing officer on a day."""
    return Allocation.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gt=on), iro=actor.person, start_date__lte=on
    )


def visible_children(actor: Actor, *, on: date | None = None) -> QuerySet[Child]:
    """The children this person may see on a day (today where none is given)."""
    if actor.authority is None:
        return Child.objects.none()
    if actor.may(Permission.VIEW_ALL_CHILDREN):
        return Child.objects.all()
    if actor.may(Permission.VIEW_ALLOCATED_CHILDREN):
        mine = allocated_to(actor, on=on or clock.today()).filter(child=OuterRef("pk"))
        return Child.objects.filter(Exists(mine))
    return Child.objects.none()


def own_children(actor: Actor, *, on: date) -> QuerySet[Child]:
    """The children this person is the reviewing officer of on a day, whatever else they may see."""
    return Child.objects.filter(Exists(allocated_to(actor, on=on).filter(child=OuterRef("pk"))))


def get_child_or_404(actor: Actor, uuid: UUID, permission: Permission | None = None) -> Child:
    """The child with this id, if the person may see them and, where asked, may also do `permission`.

    Raises Http404 for a child of another authority, one not allocated to them, and one that does not exist alike.
    """
    if permission is not None and not actor.may(permission):
        raise Http404
    child = visible_children(actor).filter(uuid=uuid).first()
    if child is None:
        raise Http404
    return child


def is_iro_of(actor: Actor, child: Child, *, on: date | None = None) -> bool:
    """Whether this person is the child's reviewing officer on a day (today where none is given)."""
    return allocated_to(actor, on=on or clock.today()).filter(child=child).exists()
