"""Who may not be a child's reviewing officer: Care Planning Regulations 2010, regulation 46, and good practice on kin.

What the portal knows stops the act. It knows people around a child by their e-mail address; where none was written
down, or for the holder of the budget, it cannot know, and the manager answers for the choice.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Person
from children.enums import RelationshipKind
from children.models import Allocation, Relationship, Restriction
from core.errors import DomainError

NOT_INDEPENDENT = (
    RelationshipKind.SOCIAL_WORKER,
    RelationshipKind.TEAM_MANAGER,
    RelationshipKind.SUPERVISING_SOCIAL_WORKER,
    RelationshipKind.PERSONAL_ADVISER,
    RelationshipKind.CARER,
    RelationshipKind.MOTHER,
    RelationshipKind.FATHER,
    RelationshipKind.PARENT,
    RelationshipKind.RELATIVE,
)
"""Regulation 46 names the case; family and carers cannot be independent either."""


class NotIndependent(DomainError):
    """The person has a part in the child's case or life."""

    code = "not_independent"


class MotherAndChild(DomainError):
    """A looked-after mother and her child have different reviewing officers."""

    code = "mother_and_child"


class KinApart(DomainError):
    """Brothers and sisters share an officer unless somebody says why not."""

    code = "kin_apart"


def standing_relations(on: date) -> QuerySet[Relationship]:
    """What is between people on a day."""
    return Relationship.objects.filter(
        Q(start_date__isnull=True) | Q(start_date__lte=on), Q(end_date__isnull=True) | Q(end_date__gt=on)
    )


def check_allocation(*, children: Collection[int], iro: Person, on: date, reason: str) -> None:
    """Raise NotIndependent, MotherAndChild or KinApart where this person may not have these children."""
    around = standing_relations(on).filter(
        child__in=children, kind__in=NOT_INDEPENDENT, email__iexact=iro.email
    )
    kinds = sorted({RelationshipKind(kind).label.lower() for kind in around.values_list("kind", flat=True)})
    if kinds:
        raise NotIndependent(
            f"This person is, to a child chosen: {' and '.join(kinds)}. Choose somebody independent.",
            field="iro",
        )
    if _related(children, RelationshipKind.MOTHER, on) & _reviewed_by(iro, children, on):
        raise MotherAndChild(
            "A mother and her child are to have different reviewing officers. Choose another.", field="iro"
        )
    kin = _related(children, RelationshipKind.SIBLING, on)
    if not reason.strip() and _has_another_officer(kin - set(children), iro, on):
        raise KinApart(
            "A brother or sister has another reviewing officer. Choose the same one, or say why not.",
            field="reason",
        )


def _related(children: Collection[int], kind: RelationshipKind, on: date) -> set[int]:
    """The children of the authority who are this to one of these children, or to whom one of these is."""
    rows = standing_relations(on).filter(kind=kind, other_child__isnull=False)
    pairs = rows.filter(Q(child__in=children) | Q(other_child__in=children)).values_list(
        "child", "other_child"
    )
    found = set()
    for one, other in pairs:
        if one in children:
            found.add(other)
        if other in children:
            found.add(one)
    return found


def _standing(on: date) -> QuerySet[Allocation]:
    return Allocation.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=on), start_date__lte=on)


def _reviewed_by(iro: Person, children: Collection[int], on: date) -> set[int]:
    """The children this person would review: theirs, and those they are to be given."""
    return set(_standing(on).filter(iro=iro).values_list("child", flat=True)) | set(children)


def _has_another_officer(kin: set[int], iro: Person, on: date) -> bool:
    """Whether one of these has another officer. Of a restricted child nothing is told."""
    restricted = Restriction.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=on))
    theirs = _standing(on).filter(child__in=kin).exclude(iro=iro)
    return theirs.exclude(child__in=restricted.values("child")).exists()
