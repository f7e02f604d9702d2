"""The care plan: a record in versions, each with the sections that CPPCR reg 5 and Schedule 1 ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.enums import Permanence, PlanSection, PlanStatus
from children.models.child import Child
from core.constraints import both_or_neither


@tracked
class CarePlanVersion(AuthorityOwned, Versioned):
    """One version of a child's care plan. A draft can be changed; an agreed one never: a new version replaces it."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="care_plans")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    permanence = models.CharField(max_length=25, choices=Permanence.choices, default=Permanence.NOT_YET)
    permanence_by = models.DateField(null=True, blank=True)
    significant_change = models.BooleanField(default=False)
    """A significant change is made only after a review considered it, unless not practicable (CPPCR reg 32(2))."""
    what_changed = models.TextField(blank=True)
    not_considered_reason = models.TextField(blank=True)
    """Why no review considered a significant change first."""
    prepared_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            unique_with_authority("children_careplan"),
            models.UniqueConstraint(fields=["child", "number"], name="children_careplan_number_unique"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(status="current"), name="children_careplan_one_current"
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(status="draft"), name="children_careplan_one_draft"
            ),
            both_or_neither("children_careplan_agreed_who_and_when", "agreed_on", "agreed_by"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(agreed_on__isnull=False),
                name="children_careplan_current_is_agreed",
            ),
        ]


@tracked
class CarePlanSection(AuthorityOwned, Versioned):
    """The text of one section of one version."""

    plan = models.ForeignKey(CarePlanVersion, on_delete=models.CASCADE, related_name="sections")
    section = models.CharField(max_length=25, choices=PlanSection.choices)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            unique_with_authority("children_careplansection"),
            models.UniqueConstraint(fields=["plan", "section"], name="children_careplansection_once"),
            models.CheckConstraint(
                condition=Q(section__in=PlanSection.values), name="children_careplansection_known"
            ),
        ]
