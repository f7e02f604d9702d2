"""Children closed to their authority's own staff but for named people, and glass broken to see one all the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, unique_with_authority
from children.enums import GlassOutcome, RestrictionReason
from children.models.child import Child
from core.constraints import both_or_neither, no_overlap, one_open


class Restriction(AuthorityOwned):
    """A child is closed, from a day until it is lifted. `end_date` is the first day they are open again.

    It may be the start day itself, where it was lifted on the same day.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="restrictions")
    reason = models.CharField(max_length=20, choices=RestrictionReason.choices)
    closed_to_iro = models.BooleanField(default=False)
    """The child's own reviewing officer is kept out too, unless named: the child is of their family."""
    start_date = models.DateField()
    restricted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    restricted_at = models.DateTimeField(auto_now_add=True)
    end_date = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("children_restriction"),
            models.CheckConstraint(
                condition=Q(reason__in=RestrictionReason.values), name="children_restriction_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="children_restriction_start_before_end",
            ),
            one_open("children_restriction_one_open", "child"),
            no_overlap("children_restriction_no_overlap", "child"),
            both_or_neither("children_restriction_lifted_day_and_when", "end_date", "lifted_at", "lifted_by"),
        ]


class RestrictionAccess(AuthorityOwned):
    """Somebody named: a restricted child is open to them as to their reviewing officer, to look at."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="named")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    """The first day they are no longer named."""
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "person named"
        verbose_name_plural = "people named"
        constraints = [
            unique_with_authority("children_restrictionaccess"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="children_named_start_before_end",
            ),
            models.UniqueConstraint(
                fields=["restriction", "person"],
                condition=Q(end_date__isnull=True),
                name="children_named_once",
            ),
        ]
        indexes = [models.Index(fields=["authority", "person"], name="children_named_person_idx")]


class BreakGlass(AuthorityOwned):
    """Somebody opened a child closed to them, to read, for an hour at most. Looked at by a manager afterwards."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    """In their own words. It stands here, behind the wall of the authority, and not in the audit."""
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    """When they closed it before the time was over."""
    look_by = models.DateField()
    """The second working day after."""
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=GlassOutcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)

    class Meta:
        verbose_name = "break-glass"
        verbose_name_plural = "break-glass"
        constraints = [
            unique_with_authority("children_breakglass"),
            models.CheckConstraint(condition=~Q(reason=""), name="children_glass_has_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="children_glass_ends_after"),
            both_or_neither("children_glass_looked_who_and_when", "looked_at", "looked_by"),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, outcome="")
                | Q(looked_at__isnull=False, outcome__in=GlassOutcome.values),
                name="children_glass_outcome_when_looked",
            ),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("person")),
                name="children_glass_not_by_oneself",
            ),
        ]
        indexes = [models.Index(fields=["authority", "person", "until"], name="children_glass_person_idx")]
