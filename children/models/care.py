"""Periods of care, and in them where the child lived and under which legal status.

An episode of the 903 return is the time between two changes. It holds what belongs to the change (reason for a new
episode, reason for ceasing) and points to the placement and the legal status that stood, so that a fact is in one
place: a placement corrected in the portal comes out corrected in every episode of it.
"""

from django.db import models
from django.db.models import Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.enums import Source, StartBasis
from children.models.child import Child
from core.constraints import no_overlap, one_open, start_before_end


@tracked
class PeriodOfCare(AuthorityOwned, Versioned):
    """From the day the child became looked after to the day they ceased. All end dates are the first day without."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="periods")
    start_date = models.DateField()
    """Where `start_known` is false: the earliest day the files tell of, not the start."""
    start_known = models.BooleanField(default=True)
    end_date = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=3, blank=True)
    """REC of the last episode."""
    basis = models.CharField(max_length=15, choices=StartBasis.choices, default=StartBasis.ACCOMMODATED)
    start_given_by_person = models.BooleanField(default=False)
    """A person filled in the start that no file told us; no import overwrites it."""
    first_episode_date = models.DateField(null=True, blank=True)
    """DECOM of the first episode known, where the start is earlier than it."""
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PORTAL)

    class Meta:
        verbose_name = "period of care"
        verbose_name_plural = "periods of care"
        constraints = [
            unique_with_authority("children_periodofcare"),
            start_before_end("children_period_start_before_end"),
            one_open("children_period_one_open", "child"),
            no_overlap("children_period_no_overlap", "child"),
        ]


@tracked
class LegalStatus(AuthorityOwned, Versioned):
    """A legal status and how long it stood. `code` is an LS of the return."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="legal_statuses")
    period = models.ForeignKey(PeriodOfCare, on_delete=models.CASCADE, related_name="legal_statuses")
    code = models.CharField(max_length=2)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "legal status"
        verbose_name_plural = "legal statuses"
        constraints = [
            unique_with_authority("children_legalstatus"),
            start_before_end("children_legalstatus_start_before_end"),
            one_open("children_legalstatus_one_open", "child"),
            no_overlap("children_legalstatus_no_overlap", "child"),
        ]


@tracked
class Placement(AuthorityOwned, Versioned):
    """Where and with whom the child lives. Codes and postcode as the return has them."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="placements")
    period = models.ForeignKey(PeriodOfCare, on_delete=models.CASCADE, related_name="placements")
    type = models.CharField(max_length=3)
    provider = models.CharField(max_length=3, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    urn = models.CharField(max_length=10, blank=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=6, blank=True)
    """REASON_PLACE_CHANGE: why it ended, where another followed."""
    carer_names = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    meant_to_last_to_18 = models.BooleanField(default=False)
    """Visits may then be 3 months apart after the first year (CPPCR reg 28(2))."""
    temporary_approval = models.BooleanField(default=False)
    """With a connected person approved for the time being (CPPCR reg 24): 16 weeks, once 8 more."""
    approval_extended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("children_placement"),
            start_before_end("children_placement_start_before_end"),
            one_open("children_placement_one_open", "child"),
            no_overlap("children_placement_no_overlap", "child"),
        ]


@tracked
class Episode(AuthorityOwned):
    """A row of the return: the time between two changes of placement or legal status."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="episodes")
    period = models.ForeignKey(PeriodOfCare, on_delete=models.CASCADE, related_name="episodes")
    legal_status = models.ForeignKey(LegalStatus, on_delete=models.PROTECT, related_name="episodes")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="episodes")
    start_date = models.DateField()
    new_episode_reason = models.CharField(max_length=1)
    """RNE: S started, L legal status, P placement and carer, T placement, B both, U both with the same carer."""
    end_date = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=3, blank=True)
    """REC: X1 where another episode starts the same day, else why the child ceased to be looked after."""
    placement_change_reason = models.CharField(max_length=6, blank=True)
    """REASON_PLACE_CHANGE."""
    category_of_need = models.CharField(max_length=2)
    home_postcode = models.CharField(max_length=10, blank=True)
    collection_year = models.PositiveSmallIntegerField(null=True, blank=True)
    """The newest collection that told of this episode; null where it was entered in the portal."""
    told = models.JSONField(null=True, blank=True)
    """What that collection said of it, by our field names. Only compared with, to know what a person changed since:
    never shown and never exported."""

    class Meta:
        constraints = [
            unique_with_authority("children_episode"),
            models.UniqueConstraint(fields=["child", "start_date"], name="children_episode_one_start"),
            start_before_end("children_episode_start_before_end"),
            one_open("children_episode_one_open", "child"),
            no_overlap("children_episode_no_overlap", "child"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True, end_reason="")
                | (Q(end_date__isnull=False) & ~Q(end_reason="")),
                name="children_episode_end_and_reason",
            ),
        ]
