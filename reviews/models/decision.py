"""What a review considered (Schedule 7), what it decided, and what it found of earlier decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.models import Child
from reviews.enums import DecisionState, Matter, Outcome, Progress
from reviews.models.review import Review


@tracked
class Consideration(AuthorityOwned, Versioned):
    """One matter of Schedule 7 at one review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="considerations")
    matter = models.CharField(max_length=15, choices=Matter.choices)
    progress = models.CharField(max_length=15, choices=Progress.choices, default=Progress.NOT_STARTED)
    text = models.TextField(blank=True)
    """What was considered; or why the matter does not apply."""

    class Meta:
        constraints = [
            unique_with_authority("reviews_consideration"),
            models.UniqueConstraint(fields=["review", "matter"], name="reviews_consideration_once"),
            models.CheckConstraint(condition=Q(matter__in=Matter.values), name="reviews_consideration_known"),
            models.CheckConstraint(
                condition=~Q(progress__in=["done", "not_applicable"]) | ~Q(text=""),
                name="reviews_consideration_done_has_text",
            ),
        ]


@tracked
class Decision(AuthorityOwned, Versioned):
    """A decision: what, who, by when (CPPCR reg 36, 38). One asked for again is a new row that points to the last."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="decisions")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=500, blank=True)
    why = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)
    by_date = models.DateField(null=True, blank=True)
    matter = models.CharField(max_length=15, choices=Matter.choices, blank=True)
    state = models.CharField(max_length=16, choices=DecisionState.choices, default=DecisionState.DRAFT)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    times_asked = models.PositiveSmallIntegerField(default=1)
    """At how many reviews it has been asked for, this one included."""
    first_asked_date = models.DateField(null=True, blank=True)
    """The date of the review that asked for it first."""
    closed_date = models.DateField(null=True, blank=True)
    closed_note = models.CharField(max_length=300, blank=True)
    """How it is known that it was carried out, where that was recorded between reviews."""

    class Meta:
        ordering = ["number"]
        constraints = [
            unique_with_authority("reviews_decision"),
            models.UniqueConstraint(fields=["review", "number"], name="reviews_decision_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values), name="reviews_decision_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(what="") & ~Q(who="") & Q(by_date__isnull=False)),
                name="reviews_decision_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(times_asked__gte=1), name="reviews_decision_asked_at_least_once"
            ),
        ]
        indexes = [models.Index(fields=["child", "state"], name="reviews_decision_child_idx")]


@tracked
class FollowUp(AuthorityOwned, Versioned):
    """What a later review found of an earlier decision."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="follow_ups")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="follow_ups")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            unique_with_authority("reviews_followup"),
            models.UniqueConstraint(fields=["review", "decision"], name="reviews_followup_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="reviews_followup_outcome_known"
            ),
        ]
