"""Reads of what is confidential about a child: from whom, and the very words that would give it away."""

from children.confidential import Fact, hidden_facts, lines
from children.enums import RelationshipKind
from children.models import Child, ConfidentialFact, ConfidentialFrom, Placement, Relationship


def words_typed(child: Child) -> dict[str, str]:
    """What somebody wrote as giving a fact away, fact to text."""
    return dict(ConfidentialFact.objects.filter(child=child).values_list("fact", "words"))


def said_of(child: Child) -> dict[int, dict[str, ConfidentialFrom]]:
    """What was decided for each person around the child: relationship to fact to the row."""
    found: dict[int, dict[str, ConfidentialFrom]] = {}
    for row in ConfidentialFrom.objects.filter(fact__child=child).select_related("fact"):
        found.setdefault(row.relationship_id, {})[row.fact.fact] = row
    return found


def hidden_from(person: Relationship) -> frozenset[Fact]:
    """The facts that are hidden from this person around a child."""
    said = said_of(person.child).get(person.pk, {})
    return hidden_facts(person.kind, {fact: row.answer for fact, row in said.items()})


def giving_away(child: Child) -> dict[Fact, tuple[str, ...]]:
    """Everything in the record that tells each fact: every home the child had, carers, teachers, and words typed."""
    found: dict[Fact, list[str]] = {fact: [] for fact in Fact}
    for home in Placement.objects.filter(child=child).order_by("start_date", "pk"):
        found[Fact.ADDRESS] += [*lines(home.address), home.postcode, home.phone, home.urn]
        found[Fact.CARERS].append(home.carer_names)
    of_school = (RelationshipKind.TEACHER,)
    of_carers = (RelationshipKind.CARER,)
    for person in Relationship.objects.filter(child=child, kind__in=of_school + of_carers).order_by("pk"):
        fact = Fact.SCHOOL if person.kind in of_school else Fact.CARERS
        of_teacher = [person.name.split()[-1], person.detail] if fact == Fact.SCHOOL else []
        found[fact] += [person.name, *of_teacher, person.phone, person.email]
    for typed, text in words_typed(child).items():
        found[Fact(typed)] += lines(text)
    return {fact: tuple(word for word in words if word) for fact, words in found.items()}
