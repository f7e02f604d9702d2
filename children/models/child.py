"""The looked-after child, what the national return says of them year by year, and the people around them."""

from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.enums import RelationshipKind, Source
from core import clock
from core.constraints import start_before_end


@tracked
class Child(AuthorityOwned, Versioned):
    """A child who is or was looked after by the authority.

    `number` is the CHILD of the 903 return and the key of every import. A child without a name shows as that number.
    """

    number = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    is_mother = models.CharField(max_length=1, blank=True)
    """1, 0 or blank, as the return has it."""
    mothers_child_born = models.DateField(null=True, blank=True)
    unaccompanied = models.BooleanField(default=False)
    """An unaccompanied asylum-seeking child (a row in the UASC table)."""
    unaccompanied_until = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    pronouns = models.CharField(max_length=60, blank=True)
    """How the child says who they are, e.g. they."""
    language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    how_to_talk = models.TextField(blank=True)
    """One line a point: how to talk with this child."""
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PORTAL)
    known_since = models.DateField(default=clock.today)
    """The day the child came into the portal. Duties of the authority (care plan, visits, health) that were counted
    from before it are not chased, unless somebody recorded here that one was done."""

    class Meta:
        verbose_name = "child"
        verbose_name_plural = "children"
        constraints = [
            unique_with_authority("children_child"),
            models.UniqueConstraint(fields=["authority", "number"], name="children_child_number_unique"),
            models.CheckConstraint(condition=~Q(number=""), name="children_child_has_number"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("date_of_birth")),
                name="children_child_born_before_died",
            ),
        ]

    @property
    def shown_as(self) -> str:
        """The name, or the number of a child without one."""
        return self.name or self.number


class CollectionYearFacts(AuthorityOwned):
    """What one collection said of a child, kept by year, so that a year's return can be made again as it stood.

    `year` is the one the collection ends in. The child's own fields hold the newest; rows here hold every year's.
    """

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="collection_years")
    year = models.PositiveSmallIntegerField()
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, blank=True)
    ethnicity = models.CharField(max_length=4, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    is_mother = models.CharField(max_length=1, blank=True)
    mothers_child_born = models.DateField(null=True, blank=True)
    unaccompanied = models.BooleanField(default=False)
    unaccompanied_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("children_collectionyear"),
            models.UniqueConstraint(fields=["child", "year"], name="children_collectionyear_one_a_year"),
        ]


@tracked
class Relationship(AuthorityOwned, Versioned):
    """Somebody around the child: who they are to the child, from when to when. The child's words come first."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="relationships")
    kind = models.CharField(max_length=30, choices=RelationshipKind.choices)
    name = models.CharField(max_length=120)
    detail = models.CharField(max_length=200, blank=True)
    """E.g. the school, or the child's own word for this person."""
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    parental_responsibility = models.BooleanField(default=False)
    other_child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The brother or sister, where they are looked after by the same authority."""
    not_invited_reason = models.CharField(max_length=300, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            unique_with_authority("children_relationship"),
            start_before_end("children_relationship_start_before_end"),
            models.CheckConstraint(
                condition=Q(kind__in=RelationshipKind.values), name="children_relationship_kind_known"
            ),
        ]
