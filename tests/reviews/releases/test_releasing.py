"""A copy for one person: who gets what, who must read it first, what takes that back, and what the audit says."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Membership, Person
from audit.models import Event
from children.actions.confidential import save_words, say_who_may_know
from children.confidential import Fact
from children.enums import RelationshipKind
from children.models import Child, Relationship
from core.errors import DomainError, NotAllowed, StateError
from reviews.actions import record, releasing
from reviews.documents.copy import content_of, pdf_of
from reviews.models import Deadline, Release, Review
from reviews.release_states import TABLE, WHAT_TO_DO, ReleaseAct, ReleaseState, after, may
from reviews.releasing import (
    DEFAULT_SECTIONS,
    RecipientKind,
    Section,
    default_hidden,
    kind_of,
    needs_second_person,
)
from reviews.releasing.recipients import KINDS
from reviews.selectors.releases import made, still_due
from tests.factories.children import ChildFactory, RelationshipFactory
from tests.factories.reviews import InvitationFactory
from tests.reviews.journey.story import TODAY, again, concluded

pytestmark = pytest.mark.django_db
PLANTED = (
    "Lives at 12 Elm Road, Hazelby ZZ1 1ZZ with Mo and Pat Hartley (01632 960111), goes to Hazel Lane Primary School "
    "where Isa Flint teaches, and plays by the Otter."
)
SECRETS = ("Elm", "Hazelby", "ZZ1", "Hartley", "960111", "Hazel Lane", "Flint", "Otter")


def plant(review: Review) -> None:
    """Put the words into every field of the record somebody can type into."""
    Review.objects.filter(pk=review.pk).update(
        iro_view=PLANTED, late_reason=PLANTED[:150], child_asked_how=PLANTED, social_worker_talk_note=PLANTED,
        reports_note=PLANTED, right_people="no", right_people_note=PLANTED, extra_reason=PLANTED[:150],
        adjourned_reason=PLANTED,
    )  # fmt: skip
    review.considerations.update(text=PLANTED)
    review.decisions.update(what=PLANTED, who=PLANTED[:190], why=PLANTED)
    review.sittings.update(place="home", place_detail="12 Elm Road", note=PLANTED)
    review.invitations.update(name="Mo Hartley", role="Foster carer at 12 Elm Road")
    review.views.update(exact_words=PLANTED)


def read_and_confirmed(release: Release, iro: Person, second: Person) -> Release:
    """As far as it can go before it is released."""
    releasing.preview(release=release, by=iro, confirmer=second)
    return releasing.confirm(release=release, by=second)


def settled(release: Release, iro: Person) -> Release:
    """Every name in it hidden."""
    answers = {one.key: {"answer": "hide"} for one in made(release).warned}
    return releasing.settle_names(release=release, by=iro, answers=answers)


# -- tables


def test_the_states_in_a_literal_table() -> None:
    assert {state.value: {act.value: to.value for act, to in acts.items()} for state, acts in TABLE.items()} == {
        "draft": {"change": "draft", "preview": "previewed", "withdraw": "withdrawn"},
        "previewed": {
            "change": "draft", "preview": "previewed", "confirm": "confirmed", "send_back": "draft",
            "release": "released", "withdraw": "withdrawn",
        },
        "confirmed": {
            "change": "draft", "preview": "previewed", "release": "released", "withdraw": "withdrawn",
        },
        "released": {"deliver": "opened", "withdraw": "withdrawn"},
        "opened": {},
        "withdrawn": {},
    }  # fmt: skip


@pytest.mark.parametrize("state", list(ReleaseState))
@pytest.mark.parametrize("act", list(ReleaseAct))
def test_what_is_not_in_the_table_is_refused_with_what_to_do(state: ReleaseState, act: ReleaseAct) -> None:
    if may(state, act):
        assert after(state, act) == TABLE[state][act]
    else:
        with pytest.raises(StateError) as refused:
            after(state, act)
        assert refused.value.message == WHAT_TO_DO[state]


def test_who_is_what() -> None:
    assert {kind.value: KINDS[kind].value for kind in RelationshipKind} == {
        "mother": "family", "father": "family", "parent": "family", "sibling": "family", "relative": "family",
        "friend": "family", "other": "family", "carer": "carer", "social_worker": "worker", "team_manager": "worker",
        "personal_adviser": "worker", "supervising_social_worker": "partner", "teacher": "partner",
        "health": "partner", "advocate": "partner", "independent_visitor": "partner",
    }  # fmt: skip
    assert kind_of("mother") == "family"
    assert {kind.value for kind in RecipientKind if needs_second_person(kind)} == {"family"}
    assert {kind.value: default_hidden(kind) for kind in RecipientKind} == {
        "child": set(), "family": set(Fact), "carer": set(), "worker": set(), "partner": set(),
    }  # fmt: skip


def test_what_each_kind_gets_to_begin_with() -> None:
    facts = ["facts", "people", "matters", "follow_ups", "decisions", "view"]
    assert {kind.value: [one.value for one in sections] for kind, sections in DEFAULT_SECTIONS.items()} == {
        "child": ["facts", "sittings", "people", "voice", "matters", "follow_ups", "decisions", "view"],
        "family": facts,
        "carer": ["facts", "sittings", *facts[1:]],
        "worker": [one.value for one in Section],
        "partner": ["facts", "follow_ups", "decisions"],
    }


# -- the copy


@pytest.mark.parametrize("kind", ["mother", "father", "parent", "sibling", "relative", "friend", "other"])
def test_no_confidential_word_is_in_the_bytes_of_a_copy_for_family(
    child: Child, review: Review, iro: Person, manager: Membership, kind: str
) -> None:
    plant(review)
    person = RelationshipFactory(child=child, kind=kind, name="Wren Adair")
    release = releasing.start_release(review=again(review), by=iro, relationship=person)
    release = settled(releasing.change_sections(release=release, by=iro, sections=list(Section)), iro)
    read_and_confirmed(release, iro, manager.person)
    release = releasing.release_copy(release=release, by=iro, on=TODAY)

    kept = str(content_of(release)) + str(release.hidden)
    assert not [secret for secret in SECRETS if secret.lower() in kept.lower()]
    assert {one["section"] for one in release.blocks} == {
        "facts", "sittings", "people", "preparation", "voice", "matters", "decisions", "view",
    }  # fmt: skip
    document = pdf_of(release)
    assert document.startswith(b"%PDF")
    assert b"pdfuaid" in document
    assert not [secret for secret in SECRETS if secret.encode() in document]


@pytest.mark.parametrize(
    ("kind", "said", "there"),
    [
        ("mother", {}, set()),
        ("mother", {"school": "known"}, {"Hazel Lane", "Flint"}),
        ("mother", {"carers": "known"}, {"Hartley"}),
        ("social_worker", {}, set(SECRETS)),
        ("social_worker", {"address": "hidden"}, {"Hartley", "Hazel Lane", "Flint", "Otter"}),
        (
            "teacher",
            {"carers": "hidden"},
            {"Elm", "Hazelby", "ZZ1", "960111", "Hazel Lane", "Flint", "Otter"},
        ),
        ("carer", {"school": "hidden"}, {"Elm", "Hazelby", "ZZ1", "Hartley", "960111", "Otter"}),
    ],
)
def test_each_fact_for_each_kind_of_person(
    child: Child, review: Review, iro: Person, kind: str, said: dict[str, str], there: set[str]
) -> None:
    plant(review)
    person = RelationshipFactory(child=child, kind=kind, name="Wren Adair")
    if said:
        say_who_may_know(person=person, by=iro, answers=said, reason="The court said so")
    release = releasing.start_release(review=again(review), by=iro, relationship=person)
    releasing.change_sections(release=release, by=iro, sections=["matters"])
    text = " ".join(one.text for one in made(Release.objects.get()).copy.blocks)

    assert {secret for secret in SECRETS if secret in text} == there


def test_the_child_gets_all_of_it_and_their_own_words(review: Review, iro: Person) -> None:
    release = releasing.start_release(review=review, by=iro)

    blocks = made(release).copy.blocks
    assert (release.kind, release.recipient_name) == ("child", "Ash")
    assert [one.text for one in blocks if one.section == "voice"] == ["I like it here."]
    assert not made(release).copy.hidden


@pytest.mark.parametrize(
    ("sharing", "names", "family_gets"),
    [
        ("everyone", "", ["I like it here."]),
        ("named", "Mum, Rue", ["I like it here."]),
        ("named", "Petra", []),
        ("iro_only", "", []),
        ("", "", []),
    ],
)
def test_the_childs_words_go_where_the_child_said(
    review: Review, mother: Relationship, iro: Person, sharing: str, names: str, family_gets: list[str]
) -> None:
    review.views.update(sharing=sharing, sharing_names=names)
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    releasing.change_sections(release=release, by=iro, sections=["voice"])

    assert [one.text for one in made(Release.objects.get()).copy.blocks] == family_gets


def test_a_reopened_record_and_a_person_left_out(child: Child, review: Review, iro: Person) -> None:
    record.reopen_record(review=review, by=iro, reason="A date was wrong")
    record.complete_record(review=again(review), by=iro, on=TODAY)
    InvitationFactory(review=review, name="Dad", role="Father", not_invited_reason="He hurt Ash")
    social_worker = child.relationships.get(kind="social_worker")
    release = releasing.start_release(review=again(review), by=iro, relationship=social_worker)

    text = str(made(release).copy.kept())
    assert "A date was wrong" in text
    assert "Dad: Not invited" in text
    assert "He hurt Ash" not in text


# -- the way of a copy


def test_from_complete_to_the_mothers_hands(
    review: Review, mother: Relationship, iro: Person, manager: Membership
) -> None:
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    assert (release.state, release.kind, release.recipient_role) == ("draft", "family", "Mother")
    assert releasing.preview(release=release, by=iro, confirmer=manager.person).state == "previewed"
    assert releasing.confirm(release=release, by=manager.person).state == "confirmed"
    assert releasing.release_copy(release=release, by=iro, on=TODAY).state == "released"
    done = releasing.mark_delivered(release=release, by=iro, on=TODAY, day=TODAY, how="At the office")

    assert (done.state, done.delivered_how, done.released_date) == ("opened", "At the office", TODAY)
    events = Event.objects.filter(object_type="reviews.release").order_by("pk")
    assert [(event.verb, event.actor_id) for event in events] == [
        ("release.started", iro.pk),
        ("release.previewed", iro.pk),
        ("release.confirmed", manager.person_id),
        ("release.released", iro.pk),
        ("release.delivered", iro.pk),
    ]
    assert all(event.child_ids == [review.child_id] for event in events)
    assert "Rue" not in str(list(events.values_list("detail", flat=True)))


def test_copies_are_of_completed_records_alone(child: Child, iro: Person) -> None:
    with pytest.raises(StateError, match="Complete the record before you go on"):
        releasing.start_release(review=concluded(child, iro), by=iro)


def test_one_copy_a_person_until_it_is_called_back(review: Review, mother: Relationship, iro: Person) -> None:
    first = releasing.start_release(review=review, by=iro, relationship=mother)
    with pytest.raises(DomainError, match="There is a copy for this person already"):
        releasing.start_release(review=review, by=iro, relationship=mother)
    releasing.withdraw(release=first, by=iro, reason="The wrong person")

    assert releasing.start_release(review=review, by=iro, relationship=mother).pk != first.pk


@pytest.mark.parametrize(("kind", "expected"), [("", "family"), ("partner", "partner")])
def test_an_invited_person_nobody_knows_is_family_unless_said(
    review: Review, iro: Person, kind: str, expected: str
) -> None:
    asked = InvitationFactory(review=review, name="Wren Adair", role="Neighbour")
    release = releasing.start_release(review=review, by=iro, invitation=asked, kind=kind)

    assert (release.kind, release.invitation, release.relationship) == (expected, asked, None)


def test_an_invited_relation_is_the_relation(review: Review, mother: Relationship, iro: Person) -> None:
    asked = review.invitations.get(relationship=mother)
    release = releasing.start_release(review=review, by=iro, invitation=asked, kind="worker")

    assert (release.kind, release.invitation, release.relationship) == ("family", None, mother)


def test_a_person_with_a_role_is_a_worker(review: Review, iro: Person, manager: Membership) -> None:
    release = releasing.start_release(review=review, by=iro, person=manager.person)

    assert (release.kind, release.person, release.recipient_name) == (
        "worker",
        manager.person,
        manager.person.name,
    )


def test_family_waits_for_the_second_person(review: Review, mother: Relationship, iro: Person) -> None:
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    releasing.preview(release=release, by=iro)

    with pytest.raises(StateError, match="A second person confirms what goes to family"):
        releasing.release_copy(release=release, by=iro, on=TODAY)


def test_nobody_else_needs_one(child: Child, review: Review, iro: Person) -> None:
    social_worker = child.relationships.get(kind="social_worker")
    release = releasing.start_release(review=review, by=iro, relationship=social_worker)
    releasing.preview(release=release, by=iro)

    assert releasing.release_copy(release=release, by=iro, on=TODAY).state == "released"


def test_the_sender_is_never_the_second_person(
    review: Review, mother: Relationship, iro: Person, manager: Membership
) -> None:
    release = releasing.start_release(review=review, by=manager.person, relationship=mother)
    for asked in (iro, manager.person):
        with pytest.raises(DomainError, match="somebody other than its sender"):
            releasing.preview(release=release, by=iro, confirmer=asked)
    releasing.preview(release=release, by=iro)

    for sender in (iro, manager.person):
        with pytest.raises(NotAllowed, match="somebody other than its sender"):
            releasing.confirm(release=release, by=sender)


def test_it_is_sent_back_with_a_reason(
    review: Review, mother: Relationship, iro: Person, manager: Membership
) -> None:
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    releasing.preview(release=release, by=iro)
    with pytest.raises(DomainError, match="Say what has to be changed"):
        releasing.send_back(release=release, by=manager.person, reason=" ")
    back = releasing.send_back(release=release, by=manager.person, reason="Leave the view out")

    assert (back.state, back.sent_back_reason, back.blocks, back.previewed_by) == (
        "draft", "Leave the view out", [], None,
    )  # fmt: skip
    assert releasing.preview(release=release, by=iro).sent_back_reason == ""


def test_a_change_takes_the_confirmation_back(
    review: Review, mother: Relationship, iro: Person, manager: Membership
) -> None:
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    read_and_confirmed(release, iro, manager.person)
    changed = releasing.change_sections(release=release, by=iro, sections=["view", "facts"])

    assert (changed.state, changed.sections, changed.confirmed_by, changed.blocks) == (
        "draft", ["facts", "view"], None, [],
    )  # fmt: skip


@pytest.mark.parametrize("step", ["confirm", "release"])
def test_what_was_read_is_what_goes_or_nothing_does(
    child: Child, review: Review, mother: Relationship, iro: Person, manager: Membership, step: str
) -> None:
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    releasing.preview(release=release, by=iro)
    if step == "release":
        releasing.confirm(release=release, by=manager.person)
    save_words(child=child, by=iro, words={"words": "the plan"})

    with pytest.raises(StateError, match="has changed since this copy was read"):
        if step == "confirm":
            releasing.confirm(release=release, by=manager.person)
        else:
            releasing.release_copy(release=release, by=iro, on=TODAY)


@pytest.mark.parametrize("act", ["preview", "confirm", "release"])
def test_an_open_record_stops_it(
    review: Review, mother: Relationship, iro: Person, manager: Membership, act: str
) -> None:
    release = releasing.start_release(review=review, by=iro, relationship=mother)
    releasing.preview(release=release, by=iro)
    record.reopen_record(review=review, by=iro, reason="A date was wrong")
    acts: dict[str, Any] = {
        "preview": lambda: releasing.preview(release=release, by=iro),
        "confirm": lambda: releasing.confirm(release=release, by=manager.person),
        "release": lambda: releasing.release_copy(release=release, by=iro, on=TODAY),
    }

    with pytest.raises(StateError, match="Complete the record"):
        acts[act]()


# -- names


def test_names_of_others_are_settled_before_it_is_read(
    review: Review, mother: Relationship, iro: Person, manager: Membership
) -> None:
    ChildFactory(authority=review.authority, name="Tyler Boon")
    Review.objects.filter(pk=review.pk).update(iro_view="Tyler Boon hit Ash. So did Dean Cooper.")
    release = releasing.start_release(review=again(review), by=iro, relationship=mother)
    assert [(one.name, str(one.source)) for one in made(release).unsettled] == [
        ("Tyler Boon", "child"), ("Dean Cooper", "unknown"),
    ]  # fmt: skip
    with pytest.raises(DomainError, match="Settle the names of other people"):
        releasing.preview(release=release, by=iro)
    with pytest.raises(DomainError, match="Say why each name that you keep may stay"):
        releasing.settle_names(
            release=release, by=iro, answers={"dean cooper": {"answer": "keep", "reason": " "}}
        )
    answers = {"tyler boon": {"answer": "hide"}, "dean cooper": {"answer": "keep", "reason": "The uncle"}}
    releasing.settle_names(release=release, by=iro, answers=answers)
    read = releasing.preview(release=release, by=iro)

    assert [one["text"] for one in read.blocks if one["section"] == "view"] == [
        "[hidden] hit Ash. So did Dean Cooper."
    ]
    event = Event.objects.filter(verb="release.changed").latest("pk")
    assert event.detail == {"review": review.pk, "names_hidden": 1, "names_kept": 1}


# -- called back, handed over


def test_called_back_until_it_is_in_their_hands(child: Child, review: Review, iro: Person) -> None:
    release = releasing.start_release(
        review=review, by=iro, relationship=child.relationships.get(kind="teacher")
    )
    releasing.preview(release=release, by=iro)
    releasing.release_copy(release=release, by=iro, on=TODAY)
    with pytest.raises(DomainError, match="Say why it is called back"):
        releasing.withdraw(release=release, by=iro, reason="")
    back = releasing.withdraw(release=release, by=iro, reason="The wrong school")

    assert (back.state, back.withdrawn_by, back.withdrawn_reason) == ("withdrawn", iro, "The wrong school")
    with pytest.raises(StateError, match="was called back"):
        releasing.mark_delivered(release=release, by=iro, on=TODAY, day=TODAY, how="Post")


def test_not_called_back_out_of_their_hands(child: Child, review: Review, iro: Person) -> None:
    release = releasing.start_release(review=review, by=iro)
    releasing.preview(release=release, by=iro)
    releasing.release_copy(release=release, by=iro, on=TODAY)
    for day, how, said in (
        (date(2026, 4, 22), "Post", "has not come yet"),
        (date(2026, 4, 20), "Post", "released on Tuesday 21 April 2026"),
        (TODAY, " ", "Say how they got it"),
    ):
        with pytest.raises(DomainError, match=said):
            releasing.mark_delivered(release=release, by=iro, on=TODAY, day=day, how=how)
    releasing.mark_delivered(release=release, by=iro, on=TODAY, day=TODAY, how="Post")

    with pytest.raises(StateError, match="can no longer be changed or called back"):
        releasing.withdraw(release=release, by=iro, reason="Too late")


# -- the duty to send the record to everyone


def send(release: Release, iro: Person, second: Person) -> Release:
    settled(release, iro)
    releasing.preview(release=release, by=iro, confirmer=second)
    if release.kind == "family":
        releasing.confirm(release=release, by=second)
    return releasing.release_copy(release=release, by=iro, on=TODAY)


def duty(review: Review) -> date | None:
    return Deadline.objects.get(review=review, kind="distribution").met_date


def test_the_last_copy_that_is_due_meets_the_duty(
    review: Review, mother: Relationship, iro: Person, manager: Membership
) -> None:
    due = still_due(review)
    assert len(due) == 3
    assert duty(review) is None
    sent = [
        send(releasing.start_release(review=review, by=iro, invitation=one), iro, manager.person)
        for one in due[:2]
    ]
    assert (duty(review), again(review).distributed_date) == (None, None)
    releasing.give_no_copy(review=review, invitation=due[2], by=iro, on=TODAY, reason="The court forbade it")

    assert (duty(review), again(review).distributed_date, again(review).distributed_by) == (TODAY, TODAY, iro)
    assert Event.objects.get(verb="review.record_distributed").detail == {"date": "2026-04-21", "releases": 2}
    releasing.withdraw(release=sent[0], by=iro, reason="The wrong person")
    assert (duty(review), again(review).distributed_date) == (None, None)


def test_nobody_due_and_nothing_sent_meets_nothing(review: Review, iro: Person) -> None:
    for one in still_due(review):
        releasing.give_no_copy(review=review, invitation=one, by=iro, on=TODAY, reason="On paper")

    assert duty(review) is None


def test_what_was_sent_on_paper_stays_sent(child: Child, review: Review, iro: Person) -> None:
    record.mark_distributed(review=review, by=iro, on=TODAY, date=TODAY)
    release = releasing.start_release(review=again(review), by=iro)
    releasing.preview(release=release, by=iro)
    releasing.release_copy(release=release, by=iro, on=TODAY)
    releasing.withdraw(release=release, by=iro, reason="Not wanted")

    assert duty(review) == TODAY
