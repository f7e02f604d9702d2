"""The doors to a copy of a record, by way of the doors to its review."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.actor import Actor
from accounts.permissions import Permission
from children.access import closed_children, visible_children
from core import clock
from reviews.access import own_reviews, visible_reviews
from reviews.models import Release
from reviews.release_states import ReleaseState

WITH = ("child", "review__child", "review__period", "relationship__child", "created_by")


def get_release_or_404(actor: Actor, uuid: UUID) -> Release:
    """The copy with this id, to look at it: for who may see the review; else Http404."""
    return _one(Release.objects.filter(review__in=visible_reviews(actor)), uuid)


def get_own_release_or_404(actor: Actor, uuid: UUID) -> Release:
    """The copy with this id, to make, release or call it back: for the child's own reviewing officer; else Http404."""
    return _one(Release.objects.filter(review__in=own_reviews(actor)), uuid)


def to_confirm(actor: Actor) -> QuerySet[Release]:
    """The copies that wait for this person as the second: those they were asked about, and for who sees all, any.

    Being asked opens this one record beside its copy, not the child; a restricted one stays closed to who is not named.
    """
    if actor.authority is None or not actor.may(Permission.CONFIRM_RELEASE):
        return Release.objects.none()
    asked = Q(confirmer=actor.person)
    if actor.may(Permission.VIEW_ALL_CHILDREN):
        asked |= Q(child__in=visible_children(actor))
    return (
        Release.objects.filter(asked, state=ReleaseState.PREVIEWED)
        .exclude(Q(created_by=actor.person) | Q(previewed_by=actor.person))
        .exclude(child__in=closed_children(actor, on=clock.today()))
    )


def get_release_to_confirm_or_404(actor: Actor, uuid: UUID) -> Release:
    """A copy that waits for this person as the second; else Http404, for its sender too."""
    return _one(to_confirm(actor), uuid)


def _one(rows: QuerySet[Release], uuid: UUID) -> Release:
    release = rows.select_related(*WITH).filter(uuid=uuid).first()
    if release is None:
        raise Http404
    return release
