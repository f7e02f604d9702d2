"""The one door to a review, by way of the door to its child."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.actor import Actor
from accounts.permissions import Permission
from children.access import allocated_to, visible_children
from core import clock
from reviews.models import Deadline, Decision, Review


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """The reviews of the children this person may see."""
    if actor.authority is None:
        return Review.objects.none()
    return Review.objects.filter(child__in=visible_children(actor))


def own_reviews(actor: Actor) -> QuerySet[Review]:
    """The reviews of the children the person is the reviewing officer of today: only those may they record."""
    if actor.authority is None or not actor.may(Permission.RECORD_REVIEW):
        return Review.objects.none()
    return Review.objects.filter(child__in=allocated_to(actor, on=clock.today()).values("child"))


def get_own_review_or_404(actor: Actor, uuid: UUID) -> Review:
    """The review with this id, to change it: only for the child's own reviewing officer; else Http404.

    A manager who sees every review still cannot alter one: the IRO is independent (Handbook ch. 2).
    """
    review = own_reviews(actor).select_related("child", "period").filter(uuid=uuid).first()
    if review is None:
        raise Http404
    return review


def get_review_or_404(actor: Actor, uuid: UUID) -> Review:
    """The review with this id and its child, to look at it; Http404 for one the person may not see."""
    review = visible_reviews(actor).select_related("child", "period").filter(uuid=uuid).first()
    if review is None:
        raise Http404
    return review


def get_deadline_or_404(actor: Actor, uuid: UUID) -> Deadline:
    """The duty with this id and its child, if the person may see the child; else Http404."""
    if actor.authority is None:
        raise Http404
    deadline = (
        Deadline.objects.filter(child__in=visible_children(actor), uuid=uuid)
        .select_related("child", "review")
        .first()
    )
    if deadline is None:
        raise Http404
    return deadline


def get_decision_or_404(actor: Actor, uuid: UUID, permission: Permission | None = None) -> Decision:
    """The decision with this id, its review and its child, if the person may see the child; else Http404."""
    if actor.authority is None or (permission is not None and not actor.may(permission)):
        raise Http404
    decision = (
        Decision.objects.filter(child__in=visible_children(actor), uuid=uuid)
        .select_related("child", "review")
        .first()
    )
    if decision is None:
        raise Http404
    return decision
