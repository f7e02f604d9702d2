"""When a reviewing officer is away, and who looks after their children meanwhile."""

from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, unique_with_authority
from accounts.models.person import Person


class AbsenceKind(models.TextChoices):
    """Why, as far as the portal needs to know: never in words."""

    LEAVE = "leave", "Leave"
    SICK = "sick", "Sick"
    OTHER = "other", "Other"


class Absence(AuthorityOwned):
    """A person is away from a day to a day (last day included; none known: until it is ended), and another covers.

    The children stay allocated to who is away: the allocation says who reviews them, the cover who is told meanwhile.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("accounts_absence"),
            models.CheckConstraint(
                condition=Q(kind__in=AbsenceKind.values), name="accounts_absence_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("cover")), name="accounts_absence_not_covered_by_oneself"
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="accounts_absence_from_before_to",
            ),
            models.UniqueConstraint(
                fields=["authority", "person"],
                condition=Q(to_date__isnull=True),
                name="accounts_absence_one_open",
            ),
        ]
        indexes = [models.Index(fields=["cover", "from_date"], name="accounts_absence_cover_idx")]
