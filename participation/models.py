"""The child's own words, kept apart from what an adult understood and what an adult observed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.models import Child
from participation.enums import AtReview, Code, How, Sharing, Way
from reviews.models import Review


@tracked
class ChildView(AuthorityOwned, Versioned):
    """What one child said on one occasion, for one review: words, understanding and observation each in its field."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="views")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="views")
    exact_words = models.TextField(blank=True)
    understood = models.TextField(blank=True)
    observed = models.TextField(blank=True)
    heard_date = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=12, choices=How.choices, blank=True)
    where = models.CharField(max_length=200, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    heard_by = models.CharField(max_length=120, blank=True)
    heard_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sharing = models.CharField(max_length=10, choices=Sharing.choices, blank=True)
    sharing_names = models.CharField(max_length=300, blank=True)
    """The people the child named, where sharing is with named people only."""

    class Meta:
        constraints = [unique_with_authority("participation_childview")]
        indexes = [models.Index(fields=["child", "-heard_date"], name="participation_view_child_idx")]


@tracked
class Participation(AuthorityOwned, Versioned):
    """How the child took part in one review, and the code that follows from it."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="participation")
    at_review = models.CharField(max_length=4, choices=AtReview.choices, blank=True)
    ways = ArrayField(models.CharField(max_length=15, choices=Way.choices), default=list, blank=True)
    spoken_alone = models.CharField(max_length=3, blank=True, choices=[("yes", "Yes"), ("no", "No")])
    """Whether the IRO spoke with the child alone beforehand (CPPCR reg 36(1)(b))."""
    spoken_alone_date = models.DateField(null=True, blank=True)
    not_alone_reason = models.TextField(blank=True)
    worked_out_code = models.CharField(max_length=3, blank=True, choices=Code.choices)
    reasons = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    """Why that code, in sentences without the child's name."""
    contradicted_code = models.CharField(max_length=3, blank=True, choices=Code.choices)
    contradicted_reason = models.TextField(blank=True)
    complete = models.BooleanField(default=False)

    class Meta:
        constraints = [
            unique_with_authority("participation_participation"),
            models.CheckConstraint(
                condition=Q(contradicted_code="") | ~Q(contradicted_reason=""),
                name="participation_contradiction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(spoken_alone="yes", spoken_alone_date__isnull=False)
                | (~Q(spoken_alone="yes") & Q(spoken_alone_date__isnull=True)),
                name="participation_alone_has_date",
            ),
        ]
