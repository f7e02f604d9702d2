"""Who gets a copy, and what a person of that kind gets where nobody decided otherwise."""

from django.db.models import TextChoices

from children.confidential import FAMILY, Fact
from children.enums import RelationshipKind
from reviews.releasing.copies import Section


class RecipientKind(TextChoices):
    """What somebody is to the child, as far as a copy is concerned."""

    CHILD = "child", "The child"
    FAMILY = "family", "Family and friends"
    CARER = "carer", "Carer"
    WORKER = "worker", "Worker of this authority"
    PARTNER = "partner", "Worker of another service"


K, R, S = RelationshipKind, RecipientKind, Section
KINDS: dict[RelationshipKind, RecipientKind] = {
    **dict.fromkeys(FAMILY, R.FAMILY),
    K.CARER: R.CARER,
    K.SOCIAL_WORKER: R.WORKER,
    K.TEAM_MANAGER: R.WORKER,
    K.PERSONAL_ADVISER: R.WORKER,
    K.SUPERVISING_SOCIAL_WORKER: R.PARTNER,
    K.TEACHER: R.PARTNER,
    K.HEALTH: R.PARTNER,
    K.ADVOCATE: R.PARTNER,
    K.INDEPENDENT_VISITOR: R.PARTNER,
}
DEFAULT_SECTIONS: dict[RecipientKind, tuple[Section, ...]] = {
    R.CHILD: (S.FACTS, S.SITTINGS, S.PEOPLE, S.VOICE, S.MATTERS, S.FOLLOW_UPS, S.DECISIONS, S.VIEW),
    R.FAMILY: (S.FACTS, S.PEOPLE, S.MATTERS, S.FOLLOW_UPS, S.DECISIONS, S.VIEW),
    R.CARER: (S.FACTS, S.SITTINGS, S.PEOPLE, S.MATTERS, S.FOLLOW_UPS, S.DECISIONS, S.VIEW),
    R.WORKER: tuple(Section),
    R.PARTNER: (S.FACTS, S.FOLLOW_UPS, S.DECISIONS),
}
"""What the sender's form starts from. The child's own words go only to the child and their workers of themselves: with
whom they are shared is for the child to say."""


def kind_of(relationship: str) -> RecipientKind:
    """The kind of a person around the child; one nobody knows is family, from whom most is hidden."""
    return KINDS.get(RelationshipKind(relationship), R.FAMILY)


def default_hidden(kind: str) -> frozenset[Fact]:
    """The facts hidden from somebody of whom nothing was decided, because they are not among the people around."""
    return frozenset(Fact) if kind == R.FAMILY else frozenset()


def needs_second_person(kind: str) -> bool:
    """Whether somebody other than the sender must read the copy before it goes (what goes to family)."""
    return kind == R.FAMILY
