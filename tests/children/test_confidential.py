"""What is confidential from whom: hidden from family where nobody decided, opened only for a reason that is kept."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority, Membership
from audit.models import Event
from children.actions.confidential import save_words, say_who_may_know
from children.confidential import Fact, hidden_facts, lines, opened
from children.confidential_selectors import giving_away, hidden_from, words_typed
from children.models import Child, ConfidentialFact, ConfidentialFrom, Relationship
from core.errors import DomainError
from tests.factories.children import ChildFactory, PeriodOfCareFactory, PlacementFactory, RelationshipFactory

pytestmark = pytest.mark.django_db
ALL, NONE = {"address", "school", "carers", "words"}, set()
USUALLY_HIDDEN = {
    "mother": ALL, "father": ALL, "parent": ALL, "sibling": ALL, "relative": ALL, "friend": ALL, "other": ALL,
    "carer": NONE, "social_worker": NONE, "team_manager": NONE, "supervising_social_worker": NONE, "teacher": NONE,
    "health": NONE, "advocate": NONE, "independent_visitor": NONE, "personal_adviser": NONE,
}  # fmt: skip


@pytest.fixture
def child(in_scope: LocalAuthority, iro: Membership) -> Child:
    """Ash, at home with the Hartleys."""
    child = ChildFactory(authority=in_scope)
    period = PeriodOfCareFactory(child=child)
    PlacementFactory(
        period=period, address="12 Elm Road\nHazelby", carer_names="Mo and Pat Hartley", phone="01632 960111"
    )
    return child


@pytest.fixture
def mother(child: Child) -> Relationship:
    return RelationshipFactory(child=child, kind="mother", name="Rue Vane")


@pytest.mark.parametrize("kind", USUALLY_HIDDEN)
def test_what_is_hidden_where_nobody_decided(kind: str) -> None:
    assert hidden_facts(kind, {}) == USUALLY_HIDDEN[kind]


def test_every_kind_of_person_is_in_the_table() -> None:
    from children.enums import RelationshipKind

    assert set(RelationshipKind.values) == set(USUALLY_HIDDEN)


@pytest.mark.parametrize(
    ("kind", "said", "hidden", "open_to_them"),
    [
        ("mother", {"school": "known"}, {"address", "carers", "words"}, {"school"}),
        ("mother", {"address": "hidden"}, ALL, NONE),
        ("teacher", {"address": "hidden"}, {"address"}, NONE),
        ("teacher", {"address": "known"}, NONE, NONE),
    ],
)
def test_what_was_decided_stands_before_the_usual(
    kind: str, said: dict[str, str], hidden: set[str], open_to_them: set[str]
) -> None:
    assert hidden_facts(kind, said) == hidden
    assert opened(kind, said) == open_to_them


def test_lines() -> None:
    assert lines(" Elm Road \n\n  the Otter\n") == ("Elm Road", "the Otter")


def test_words_are_saved_with_an_audit_row_that_holds_none(child: Child, iro: Membership) -> None:
    save_words(child=child, by=iro.person, words={"school": "Hazel Lane\n", "words": "the Otter"})

    assert words_typed(child) == {"address": "", "school": "Hazel Lane", "carers": "", "words": "the Otter"}
    event = Event.objects.get(verb="child.confidential_changed")
    assert (event.actor_id, event.child_ids, event.detail) == (
        iro.person_id, [child.pk], {"words": ["school", "words"]},
    )  # fmt: skip
    assert ConfidentialFact.objects.get(fact="school").version == 2


def test_everything_that_gives_a_fact_away(child: Child, iro: Membership) -> None:
    RelationshipFactory(child=child, kind="teacher", name="Isa Flint", detail="Hazel Lane School", phone="")
    RelationshipFactory(child=child, kind="carer", name="Mo Hartley", phone="07700 900111", email="")
    RelationshipFactory(child=child, kind="friend", name="Juno Bell")
    save_words(child=child, by=iro.person, words={"words": "the Otter"})

    assert giving_away(child) == {
        "address": ("12 Elm Road", "Hazelby", "ZZ1 1ZZ", "01632 960111", "SC00001"),
        "school": ("Isa Flint", "Flint", "Hazel Lane School"),
        "carers": ("Mo and Pat Hartley", "Mo Hartley", "07700 900111"),
        "words": ("the Otter",),
    }


def test_opening_something_to_family_needs_a_reason(mother: Relationship, iro: Membership) -> None:
    with pytest.raises(DomainError, match="Say why this person may know") as refused:
        say_who_may_know(person=mother, by=iro.person, answers={"school": "known"}, reason="  ")

    assert refused.value.field == "reason"
    assert not ConfidentialFrom.objects.exists()


def test_who_may_know_is_kept_with_its_reason(mother: Relationship, iro: Membership) -> None:
    answers = {"address": "hidden", "school": "known", "carers": "hidden", "words": "hidden"}
    say_who_may_know(person=mother, by=iro.person, answers=answers, reason="She takes Ash there")
    say_who_may_know(person=mother, by=iro.person, answers=answers, reason="She takes Ash there daily")

    assert hidden_from(mother) == {"address", "carers", "words"}
    assert dict(ConfidentialFrom.objects.values_list("fact__fact", "reason")) == {
        "address": "", "school": "She takes Ash there daily", "carers": "", "words": "",
    }  # fmt: skip
    event = Event.objects.filter(verb="child.confidential_changed").latest("pk")
    assert event.detail == {"relationship": mother.pk, "answers": answers}


def test_the_pages(
    child: Child, mother: Relationship, manager: Membership, signed_in: Callable[[Membership], Client]
) -> None:
    client = signed_in(manager)
    page = reverse("confidential", args=[child.uuid])
    person = reverse("confidential-person", args=[child.uuid, mother.uuid])

    assert "Where the child lives, The child’s school" in client.get(page).content.decode()
    answer = client.post(page, {"school": "Hazel Lane", "address": "", "carers": "", "words": ""})
    assert answer["Location"] == page
    assert words_typed(child)["school"] == "Hazel Lane"
    assert "What Rue Vane may know" in client.get(person).content.decode()
    answers = {fact.value: "known" for fact in Fact}
    assert "Say why this person" in client.post(person, answers).content.decode()
    assert client.post(person, answers | {"reason": "The court said so"})["Location"] == page
    assert hidden_from(mother) == NONE
    assert "Nothing" in client.get(page).content.decode()
    assert 'value="The court said so"' in client.get(person).content.decode()


def test_a_person_around_another_child_is_not_found(
    child: Child, manager: Membership, signed_in: Callable[[Membership], Client]
) -> None:
    other = RelationshipFactory(child=ChildFactory(authority=child.authority))
    url = reverse("confidential-person", args=[child.uuid, other.uuid])

    assert {signed_in(manager).get(url).status_code, signed_in(manager).post(url).status_code} == {404}
