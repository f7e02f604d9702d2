"""What is confidential about a child, and from whom. What follows where nobody said anything is in confidential.py."""

from django.db import models
from django.db.models import Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority
from accounts.history import tracked
from children.confidential import Fact, MayKnow
from children.models.child import Child, Relationship


@tracked
class ConfidentialFact(AuthorityOwned, Versioned):
    """One fact of a child and the words that would give it away, beyond those that stand in the record already."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="confidential_facts")
    fact = models.CharField(max_length=10, choices=Fact.choices)
    words = models.TextField(blank=True)
    """One word or name a line, e.g. a street or the name of a school."""

    class Meta:
        constraints = [
            unique_with_authority("children_confidentialfact"),
            models.UniqueConstraint(fields=["child", "fact"], name="children_confidentialfact_once"),
            models.CheckConstraint(condition=Q(fact__in=Fact.values), name="children_confidentialfact_known"),
        ]


@tracked
class ConfidentialFrom(AuthorityOwned, Versioned):
    """What was decided for one person around the child and one fact: hidden, or they may know."""

    fact = models.ForeignKey(ConfidentialFact, on_delete=models.CASCADE, related_name="people")
    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, related_name="confidential_facts"
    )
    answer = models.CharField(max_length=6, choices=MayKnow.choices)
    reason = models.CharField(max_length=300, blank=True)
    """Why they may know what would be hidden from them."""

    class Meta:
        verbose_name_plural = "confidential from"
        constraints = [
            unique_with_authority("children_confidentialfrom"),
            models.UniqueConstraint(fields=["fact", "relationship"], name="children_confidentialfrom_once"),
            models.CheckConstraint(
                condition=Q(answer__in=MayKnow.values), name="children_confidentialfrom_answer_known"
            ),
        ]
