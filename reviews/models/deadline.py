"""Duties with their dates, written only by reviews.actions from what reviews/timescales works out.

Caseload, team page, reminders and figures all read these rows. `manage.py recompute` derives every one of them again
and must change nothing.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.base import AuthorityOwned, unique_with_authority
from children.models import Child, PeriodOfCare, Placement
from reviews.enums import DutyKind
from reviews.models.review import Review


class Deadline(AuthorityOwned):
    """One duty of one child: what, by when, under which rule, counted from what, and whether it was met."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=DutyKind.choices)
    key = models.CharField(max_length=60)
    """Which duty of this kind, e.g. period:12:review:3. With child and kind it is unique, so no duty stands twice."""
    period = models.ForeignKey(PeriodOfCare, null=True, on_delete=models.CASCADE, related_name="deadlines")
    review = models.ForeignKey(Review, null=True, on_delete=models.CASCADE, related_name="deadlines")
    placement = models.ForeignKey(Placement, null=True, on_delete=models.CASCADE, related_name="deadlines")
    due_date = models.DateField()
    rule = models.CharField(max_length=40)
    counted_from = models.DateField()
    explanation = models.TextField()
    """The sentence of the timescales module. It names days, never the child."""
    working = models.JSONField(default=dict)
    """The rest of the working: amount, unit, skipped bank holidays, the other clock where two run."""
    met_date = models.DateField(null=True)
    """The day it was done; null while it is open."""
    reminder_dates = ArrayField(models.DateField(), default=list)
    """The days of the authority's reminder steps, counted when the row is written, in order."""
    reminder_steps = ArrayField(models.SmallIntegerField(), default=list)
    """The step each of those days belongs to, in working days from the due date."""
    due_changed_at = models.DateTimeField(null=True)
    """When the due date of this very duty last came out differently; null where it never did."""
    earlier_due_date = models.DateField(null=True)
    """What it was until then, with the day it was counted from and the rule that gave it."""
    earlier_counted_from = models.DateField(null=True)
    earlier_rule = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        constraints = [
            unique_with_authority("reviews_deadline"),
            models.UniqueConstraint(fields=["child", "kind", "key"], name="reviews_deadline_once"),
            models.CheckConstraint(condition=Q(kind__in=DutyKind.values), name="reviews_deadline_kind_known"),
            models.CheckConstraint(
                condition=Q(
                    due_changed_at__isnull=True,
                    earlier_due_date__isnull=True,
                    earlier_counted_from__isnull=True,
                    earlier_rule="",
                )
                | Q(
                    due_changed_at__isnull=False,
                    earlier_due_date__isnull=False,
                    earlier_counted_from__isnull=False,
                ),
                name="reviews_deadline_change_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["authority", "due_date"],
                condition=Q(met_date__isnull=True),
                name="reviews_deadline_open_idx",
            ),
            models.Index(fields=["child", "due_date"], name="reviews_deadline_child_idx"),
        ]


class CaseloadEntry(AuthorityOwned):
    """One row a child now looked after, or between two short breaks where the authority lets their date stand: what a
    caseload shows, so that the list is one indexed read.

    Written with the deadlines, by the same action, and checked by the same `recompute`.
    """

    child = models.OneToOneField(Child, on_delete=models.CASCADE, related_name="caseload_entry")
    period = models.ForeignKey(PeriodOfCare, on_delete=models.CASCADE, related_name="+")
    iro = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    next_deadline = models.ForeignKey(Deadline, null=True, on_delete=models.SET_NULL, related_name="+")
    """The reviewing officer's open duty that is due first; null where no date can be worked out."""
    next_due_date = models.DateField(null=True)
    review_due_date = models.DateField(null=True)
    """When the next review is due, whatever is due before it."""
    review_number = models.PositiveSmallIntegerField(default=1)
    """The number of the next review."""
    review = models.ForeignKey(Review, null=True, on_delete=models.SET_NULL, related_name="+")
    """The next review, where it is booked or under way."""
    preparation_starts = models.DateField(null=True)
    """20 working days before the review is to be held (or due, while it is not booked)."""
    no_date_reason = models.CharField(max_length=40, blank=True)
    """A code of timescales.NoDateReason where no review date can be worked out."""
    iro_due_date = models.DateField(null=True)
    """By when an IRO has to be named, while there is none."""
    open_decisions = models.PositiveSmallIntegerField(default=0)
    seen_alone_date = models.DateField(null=True)
    """When an IRO last spoke with the child alone."""

    class Meta:
        verbose_name_plural = "caseload entries"
        constraints = [unique_with_authority("reviews_caseloadentry")]
        indexes = [
            models.Index(fields=["authority", "iro", "next_due_date"], name="reviews_caseload_iro_idx"),
        ]


class DutyDone(AuthorityOwned):
    """Somebody recorded that the authority did something it owes the child: a visit, a health assessment, a PEP.

    The next date is counted from it. What the portal knows by itself (reviews, decisions, plans) has no row here.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="duties_done")
    kind = models.CharField(max_length=20, choices=DutyKind.choices)
    done_date = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "duties done"
        constraints = [
            unique_with_authority("reviews_dutydone"),
            models.UniqueConstraint(fields=["child", "kind", "done_date"], name="reviews_dutydone_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["visit", "health_assessment", "pep", "pathway_assessment", "placement_plan"]
                ),
                name="reviews_dutydone_kind_recordable",
            ),
        ]
