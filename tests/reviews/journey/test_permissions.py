"""Who may come to which page of a review: the child's own reviewing officer, and for looking their manager."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority, Membership, Person
from children.models import Child
from reviews.models import Review
from tests.factories.accounts import MembershipFactory
from tests.reviews.journey.story import booked, completed, concluded, decided, held
from tests.reviews.journey.test_pages import pages_of, url

pytestmark = pytest.mark.django_db
LOOKING = ("", "record/", "sittings/", "decisions/", "earlier-decisions/")
SignIn = Callable[[Membership], Client]


@pytest.fixture
def review(child: Child, iro: Person) -> Review:
    """Under way, with a draft decision."""
    review = held(child, iro)
    decided(review, iro)
    return review


def test_a_manager_looks_and_changes_nothing(review: Review, manager: Membership, signed_in: SignIn) -> None:
    client = signed_in(manager)

    answers = {path: client.get(url(review, path)).status_code for path in pages_of(review)}
    posts = {
        path: client.post(url(review, path)).status_code for path in pages_of(review) if path not in LOOKING
    }

    assert {path for path, status in answers.items() if status == 200} == set(LOOKING)
    assert {status for path, status in answers.items() if path not in LOOKING} == {403}
    assert set(posts.values()) == {403}
    assert client.get(f"/children/{review.child.uuid}/reviews/book/").status_code == 403
    assert client.post(url(review, "lapse/")).status_code == 403


def test_somebody_who_is_both_still_changes_only_their_own(
    review: Review, in_scope: LocalAuthority, manager: Membership, signed_in: SignIn
) -> None:
    MembershipFactory(authority=in_scope, person=manager.person)
    client = signed_in(manager)

    changing = [path for path in pages_of(review) if path not in LOOKING]

    assert {client.get(url(review, path)).status_code for path in changing} == {404}
    assert {client.post(url(review, path)).status_code for path in changing} == {404}
    assert client.get(f"/children/{review.child.uuid}/reviews/book/").status_code == 404
    assert client.get(url(review)).status_code == 200


def test_another_reviewing_officer_finds_nothing(
    review: Review, other_iro: Membership, signed_in: SignIn
) -> None:
    client = signed_in(other_iro)

    assert {client.get(url(review, path)).status_code for path in pages_of(review)} == {404}
    assert {
        client.post(url(review, path)).status_code for path in pages_of(review) if path not in LOOKING
    } == {404}
    assert client.get(f"/children/{review.child.uuid}/reviews/book/").status_code == 404
    assert "Ash" not in client.get("/decisions/").content.decode()


def test_another_authority_finds_nothing(
    review: Review, other_authority: LocalAuthority, signed_in: SignIn
) -> None:
    paths = pages_of(review)
    stranger = MembershipFactory(authority=other_authority)
    MembershipFactory(authority=other_authority, person=stranger.person, manager=True)
    client = signed_in(stranger)

    assert {client.get(url(review, path)).status_code for path in paths} == {404}
    assert client.get(f"/children/{review.child.uuid}/reviews/book/").status_code == 404


def test_a_reviewing_officer_of_old_finds_nothing(child: Child, iro: Person, signed_in: SignIn) -> None:
    review = booked(child, iro)
    child.allocations.update(end_date=date(2026, 4, 20), ended_at="2026-04-20T09:00:00Z")

    client = signed_in(iro.memberships.get())

    assert {client.get(url(review, path)).status_code for path in pages_of(review)} == {404}


def test_an_administrator_sees_no_record(review: Review, in_scope: LocalAuthority, signed_in: SignIn) -> None:
    client = signed_in(MembershipFactory(authority=in_scope, admin=True))

    assert {client.get(url(review, path)).status_code for path in pages_of(review)} == {403}
    assert client.get("/decisions/").status_code == 403


def test_strangers_are_sent_to_sign_in(review: Review) -> None:
    answers = [Client().get(url(review, path)) for path in pages_of(review)]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"].split("?")[0] for answer in answers} == {reverse("account_login")}


def test_rows_of_other_reviews_are_not_found_under_this_one(
    child: Child, iro: Person, review: Review, signed_in: SignIn
) -> None:
    decision, sitting, person = review.decisions.get(), review.sittings.get(), review.invitations.first()
    Review.objects.filter(pk=review.pk).update(state="cancelled")
    other = booked(child, iro)
    client = signed_in(iro.memberships.get())

    for path in (
        f"decisions/{decision.uuid}/",
        f"sittings/{sitting.uuid}/correct/",
        f"people/{person.uuid}/",
        f"earlier-decisions/{decision.uuid}/",
    ):
        assert client.get(url(other, path)).status_code == 404


def test_a_draft_is_its_writers_alone(
    child: Child, iro: Person, manager: Membership, signed_in: SignIn
) -> None:
    review = concluded(child, iro)
    decided(review, iro, "Ask about the choir")
    Review.objects.filter(pk=review.pk).update(iro_view="I worry about drift.")
    client = signed_in(manager)
    before = [client.get(url(review, path)).content.decode() for path in LOOKING]

    completed(review, iro)
    Review.objects.filter(pk=review.pk).update(iro_view="I worry about drift.")
    after = client.get(url(review, "record/")).content.decode()

    assert not any("choir" in page or "drift" in page for page in before)
    assert "The reviewing officer is still writing this record." in before[1]
    assert "Ask about the choir" in after
    assert "I worry about drift." in after


def test_a_managers_task_list_has_no_links_to_change(
    review: Review, manager: Membership, signed_in: SignIn
) -> None:
    page = signed_in(manager).get(url(review)).content.decode()

    assert "Only the child’s reviewing officer can change this review. You see how far it is." in page
    assert "/right-people/" not in page
    assert "What is stopping" not in page
    assert "Adjourn this review" not in page
