"""A copy of a review's record, made for one named recipient."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.models import Child, Relationship
from core.constraints import both_or_neither
from reviews.models.review import Invitation, Review
from reviews.release_states import ReleaseState
from reviews.releasing import RecipientKind, Section


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


@tracked
class Release(AuthorityOwned, Versioned):
    """One copy for one person: somebody around the child, somebody asked to the review, a worker here, or the child.

    `blocks` and `hidden` are fixed when its sender reads it: what is confirmed and released is that and nothing else.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="releases")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="releases")
    kind = models.CharField(max_length=10, choices=RecipientKind.choices)
    relationship = models.ForeignKey(
        Relationship, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    person = _who()
    recipient_name = models.CharField(max_length=120)
    recipient_role = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=ReleaseState.choices, default=ReleaseState.DRAFT)
    sections = ArrayField(models.CharField(max_length=15, choices=Section.choices), default=list)
    settled = models.JSONField(default=dict, blank=True)
    """What the sender says of each name warned of: key to {"answer": "hide" or "keep", "reason"}."""
    blocks = models.JSONField(default=list, blank=True)
    """What the recipient gets, in order: section, heading, text."""
    hidden = models.JSONField(default=list, blank=True)
    """What was hidden: under which heading, why, how often. Never the words."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    previewed_by = _who()
    previewed_at = models.DateTimeField(null=True, blank=True)
    confirmer = _who()
    """The colleague asked to be the second person; a manager may be one without being asked."""
    sent_back_reason = models.CharField(max_length=500, blank=True)
    confirmed_by = _who()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    released_by = _who()
    released_at = models.DateTimeField(null=True, blank=True)
    released_date = models.DateField(null=True, blank=True)
    delivered_by = _who()
    delivered_date = models.DateField(null=True, blank=True)
    delivered_how = models.CharField(max_length=200, blank=True)
    withdrawn_by = _who()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("reviews_release"),
            models.CheckConstraint(
                condition=Q(state__in=ReleaseState.values), name="reviews_release_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecipientKind.values), name="reviews_release_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="child", relationship=None, invitation=None, person=None)
                | Q(relationship__isnull=False, invitation=None, person=None)
                | Q(relationship=None, invitation__isnull=False, person=None)
                | Q(relationship=None, invitation=None, person__isnull=False),
                name="reviews_release_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["review", "kind", "relationship", "invitation", "person"],
                condition=~Q(state="withdrawn"),
                nulls_distinct=False,
                name="reviews_release_one_a_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "opened"])
                | ~Q(kind="family")
                | Q(confirmed_by__isnull=False),
                name="reviews_release_family_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("created_by")) & ~Q(confirmed_by=F("previewed_by"))),
                name="reviews_release_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "opened"]) | Q(released_at__isnull=False),
                name="reviews_release_released_when",
            ),
            both_or_neither("reviews_release_previewed_who_and_when", "previewed_by", "previewed_at"),
            both_or_neither("reviews_release_confirmed_who_and_when", "confirmed_by", "confirmed_at"),
            both_or_neither(
                "reviews_release_released_who_and_when", "released_by", "released_at", "released_date"
            ),
            both_or_neither("reviews_release_delivered_who_and_when", "delivered_by", "delivered_date"),
            both_or_neither("reviews_release_withdrawn_who_and_when", "withdrawn_by", "withdrawn_at"),
        ]
