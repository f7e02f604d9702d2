"""Who is the child's reviewing officer, from when to when (CA 1989 s25A)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, unique_with_authority
from children.models.child import Child
from core.constraints import both_or_neither, no_overlap, one_open


class Allocation(AuthorityOwned):
    """One person as one child's IRO. `end_date` is the first day they no longer are.

    It may be the start day itself, where the child was given to somebody else on the same day.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="allocations")
    iro = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    allocated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    allocated_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("children_allocation"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="children_allocation_start_before_end",
            ),
            one_open("children_allocation_one_open", "child"),
            no_overlap("children_allocation_no_overlap", "child"),
            both_or_neither("children_allocation_ended_day_and_when", "end_date", "ended_at"),
        ]
        indexes = [models.Index(fields=["authority", "iro", "end_date"], name="children_allocation_iro_idx")]
