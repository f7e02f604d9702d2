"""A review, its sittings, and who was asked and who came.

A review has two ends: *concluded* (its last sitting: the duty to review is met and the clocks for decisions, record and
copies start) and *record completed* (the record is locked). Its date is that of its first sitting.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.models import CarePlanVersion, Child, PeriodOfCare, Relationship
from core.constraints import both_or_neither
from reviews.enums import Attendance, ManagerAnswer, Place, ReviewState, Source


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


@tracked
class Review(AuthorityOwned, Versioned):
    """A statutory review of a child's case (CPPCR Part 6; AAR reg 36 for children to be adopted)."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="reviews")
    period = models.ForeignKey(PeriodOfCare, on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    """Counted in the period of care, from 1."""
    state = models.CharField(max_length=12, choices=ReviewState.choices, default=ReviewState.SCHEDULED)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PORTAL)
    chaired_by = _who()

    # The clock
    due_date = models.DateField(null=True, blank=True)
    """What stood due when it was held: fixed then, so lateness is derived and never typed."""
    due_rule = models.CharField(max_length=20, blank=True)
    scheduled_date = models.DateField(null=True, blank=True)
    """The first sitting still to come, or held: the day preparation counts back from."""
    held_date = models.DateField(null=True, blank=True)
    """The first sitting's date, once that was held."""
    concluded_date = models.DateField(null=True, blank=True)
    """The last sitting's date."""
    full = models.BooleanField(default=True)
    """Schedule 7 was gone through. One that is not full does not count for the clock."""
    by_meeting = models.BooleanField(default=True)
    """A meeting was held. In long-term fostering a review may be done without (a meeting at least once a year)."""
    extra = models.BooleanField(default=False)
    """Held beyond the timetable, e.g. because the IRO asked for it (CPPCR reg 33(3))."""
    extra_reason = models.CharField(max_length=300, blank=True)
    late_reason = models.CharField(max_length=300, blank=True)
    adjourned_date = models.DateField(null=True, blank=True)
    adjourned_reason = models.TextField(blank=True)
    adjourned_effect = models.TextField(blank=True)
    """What the wait means for the child."""
    adjourned_wishes = models.TextField(blank=True)
    """What the child wishes about it. Both are weighed before adjourning (Handbook ch. 3)."""
    resume_by = models.DateField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = _who()
    cancelled_reason = models.CharField(max_length=300, blank=True)

    # Preparation
    child_asked_date = models.DateField(null=True, blank=True)
    child_asked_how = models.TextField(blank=True)
    """How the child was asked who should come and where, and what they said."""
    social_worker_talk_date = models.DateField(null=True, blank=True)
    social_worker_talk_note = models.TextField(blank=True)
    reports_received_date = models.DateField(null=True, blank=True)
    reports_note = models.TextField(blank=True)
    seen_alone_date = models.DateField(null=True, blank=True)
    views_recorded_date = models.DateField(null=True, blank=True)
    """Set by participation.actions when the child's views for this review are complete."""

    # The review itself
    right_people = models.CharField(max_length=3, blank=True, choices=[("yes", "Yes"), ("no", "No")])
    right_people_note = models.TextField(blank=True)
    """Were the right people and papers there? If not, why it went ahead."""
    iro_view = models.TextField(blank=True)

    # After it
    decisions_issued_at = models.DateTimeField(null=True, blank=True)
    decisions_issued_date = models.DateField(null=True, blank=True)
    decisions_issued_by = _who()
    manager_answer = models.CharField(max_length=10, blank=True, choices=ManagerAnswer.choices)
    manager_answer_date = models.DateField(null=True, blank=True)
    manager_answer_note = models.TextField(blank=True)
    record_completed_at = models.DateTimeField(null=True, blank=True)
    record_completed_date = models.DateField(null=True, blank=True)
    record_completed_by = _who()
    distributed_date = models.DateField(null=True, blank=True)
    distributed_by = _who()

    # The national return
    imported_code = models.CharField(max_length=3, blank=True)
    """REVIEW_CODE as it was imported; it stands as imported."""
    participation_code = models.CharField(max_length=3, blank=True)
    """What the return gets: imported, or worked out in participation, or contradicted there with a reason."""
    collection_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("reviews_review"),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="reviews_review_state_known"
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(state__in=["scheduled", "in_progress", "adjourned"]),
                name="reviews_review_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["child", "held_date"],
                condition=Q(source="import"),
                name="reviews_review_one_import_a_day",
            ),
            models.CheckConstraint(
                condition=Q(concluded_date__isnull=True)
                | Q(held_date__isnull=False, concluded_date__gte=F("held_date")),
                name="reviews_review_concluded_after_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["concluded", "completed"], concluded_date__isnull=False)
                | (~Q(state__in=["concluded", "completed"]) & Q(concluded_date__isnull=True)),
                name="reviews_review_concluded_has_date",
            ),
            both_or_neither("reviews_review_cancelled_who_and_when", "cancelled_at", "cancelled_by"),
            both_or_neither(
                "reviews_review_issued_who_and_when", "decisions_issued_at", "decisions_issued_by"
            ),
            both_or_neither(
                "reviews_review_completed_who_and_when", "record_completed_at", "record_completed_by"
            ),
            both_or_neither("reviews_review_distributed_who_and_when", "distributed_date", "distributed_by"),
            both_or_neither("reviews_review_adjourned_and_resume_by", "adjourned_date", "resume_by"),
        ]
        indexes = [
            models.Index(fields=["child", "-held_date"], name="reviews_review_child_idx"),
            models.Index(fields=["authority", "held_date"], name="reviews_review_held_idx"),
        ]

    @property
    def locked(self) -> bool:
        """A completed record changes only after it is reopened."""
        return self.state == ReviewState.COMPLETED

    @property
    def on_time(self) -> bool | None:
        """Held on or before the date due then; None where nothing stood due or it is not held."""
        if self.held_date is None or self.due_date is None:
            return None
        return self.held_date <= self.due_date


@tracked
class Sitting(AuthorityOwned, Versioned):
    """One meeting of a review: planned, then held or not."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sittings")
    number = models.PositiveSmallIntegerField()
    date = models.DateField()
    time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=10, choices=Place.choices, blank=True)
    place_detail = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(default=False)
    called_off_reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            unique_with_authority("reviews_sitting"),
            models.UniqueConstraint(fields=["review", "number"], name="reviews_sitting_number_unique"),
            models.CheckConstraint(
                condition=Q(held=False) | Q(called_off_reason=""), name="reviews_sitting_held_or_called_off"
            ),
        ]


@tracked
class Invitation(AuthorityOwned, Versioned):
    """Somebody asked to a review, or left out with the reason, and whether they came."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="invitations")
    relationship = models.ForeignKey(
        Relationship, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    not_invited_reason = models.CharField(max_length=300, blank=True)
    attendance = models.CharField(max_length=12, choices=Attendance.choices, blank=True, default="")
    note = models.CharField(max_length=300, blank=True)
    copy_withheld_reason = models.CharField(max_length=300, blank=True)
    """Why this person gets no copy of the record; empty where they do."""

    class Meta:
        constraints = [unique_with_authority("reviews_invitation")]


class Reopening(AuthorityOwned):
    """A completed record was opened again: by whom, when and why. An act of its own, never undone."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reopenings")
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    was_completed_at = models.DateTimeField()

    class Meta:
        constraints = [
            unique_with_authority("reviews_reopening"),
            models.CheckConstraint(condition=~Q(reason=""), name="reviews_reopening_has_reason"),
        ]


class CarePlanConsidered(AuthorityOwned):
    """The review that considered a version of the care plan (CPPCR reg 32(2))."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="plans_considered")
    plan = models.ForeignKey(CarePlanVersion, on_delete=models.CASCADE, related_name="considered_at")

    class Meta:
        constraints = [
            unique_with_authority("reviews_careplanconsidered"),
            models.UniqueConstraint(fields=["review", "plan"], name="reviews_careplanconsidered_once"),
        ]
