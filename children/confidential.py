"""What must not reach the wrong relative: a child’s home, school and carers, and the words that give them away.

The rule is pure: a kind of person and what was said of them in, the facts that are hidden from them out. Silence hides:
family is told nothing of the three unless somebody decided that they may know.
"""

from collections.abc import Mapping

from django.db.models import TextChoices

from children.enums import RelationshipKind


class Fact(TextChoices):
    """A fact of a child that can be confidential from somebody."""

    ADDRESS = "address", "Where the child lives"
    SCHOOL = "school", "The child’s school"
    CARERS = "carers", "Who cares for the child"
    WORDS = "words", "Other words and names"


class MayKnow(TextChoices):
    """What was decided for one person and one fact."""

    HIDDEN = "hidden", "Hidden from them"
    KNOWN = "known", "They may know"


K = RelationshipKind
FAMILY = frozenset({K.MOTHER, K.FATHER, K.PARENT, K.SIBLING, K.RELATIVE, K.FRIEND, K.OTHER})
"""From whom every fact is hidden unless said otherwise. Friends, and whoever nobody could place, are among them: the
wrong reader of the cases the Information Commissioner told of stood near the family."""


def hidden_facts(kind: str, said: Mapping[str, str]) -> frozenset[Fact]:
    """The facts hidden from a person of this kind; `said` is what was decided for them, fact to answer."""
    usual = MayKnow.HIDDEN if kind in FAMILY else MayKnow.KNOWN
    return frozenset(fact for fact in Fact if said.get(fact, usual) == MayKnow.HIDDEN)


def opened(kind: str, said: Mapping[str, str]) -> frozenset[Fact]:
    """The facts that would be hidden from a person of this kind and were opened to them: these need a reason."""
    return hidden_facts(kind, {}) - hidden_facts(kind, said)


def lines(text: str) -> tuple[str, ...]:
    """The words of a box with one on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
