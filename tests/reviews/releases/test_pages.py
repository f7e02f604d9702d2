"""The pages of copies: what each shows, what it does, and who is let to it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Person
from audit.models import Event
from children.models import Child, Relationship
from reviews.actions import releasing
from reviews.models import Release, Review
from tests.factories.accounts import MembershipFactory
from tests.factories.children import ChildFactory, RestrictionFactory
from tests.factories.reviews import InvitationFactory
from tests.reviews.journey.story import TODAY, again, concluded
from tests.signing_in import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(iro: Person) -> Client:
    """The child's own reviewing officer, signed in this minute."""
    return come_in(Client(), iro)


@pytest.fixture
def release(review: Review, mother: Relationship, iro: Person) -> Release:
    """The mother's copy, being made."""
    Review.objects.filter(pk=review.pk).update(iro_view="Elm Road is the right home.")
    return releasing.start_release(review=again(review), by=iro, relationship=mother)


def url(name: str, row: Release) -> str:
    return reverse(name, args=[row.uuid])


def text(client: Client, name: str, row: Release | Review) -> str:
    answer = client.get(reverse(name, args=[row.uuid]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_of_copies(review: Review, release: Release, sender: Client) -> None:
    page = text(sender, "copies", review)

    assert "Rue Vane" in page
    assert "Still due a copy" in page
    assert reverse("copy-add", args=[review.uuid]) in page
    assert reverse("review-distribution", args=[review.uuid]) in page
    assert reverse("copies", args=[review.uuid]) in text(sender, "review", review)


def test_a_manager_looks_and_makes_none(review: Review, release: Release, manager: Membership) -> None:
    client = come_in(Client(), manager.person)

    assert reverse("copy-add", args=[review.uuid]) not in text(client, "copies", review)
    assert url("copy-call-back", release) not in text(client, "copy", release)


def test_an_open_record_has_no_copies(child: Child, iro: Person, sender: Client) -> None:
    review = concluded(child, iro)

    assert "Complete it first" in text(sender, "copies", review)
    assert "Complete the record before you go on" in text(sender, "copy-add", review)


@pytest.mark.parametrize("who", ["child", "around", "asked", "here"])
def test_a_copy_is_begun_for_anybody_who_can_have_one(
    review: Review, mother: Relationship, manager: Membership, sender: Client, who: str
) -> None:
    asked = InvitationFactory(review=review, name="Wren Adair", role="Neighbour")
    names = {
        "child": ("child", "Ash"),
        "around": (f"around:{mother.uuid}", "Rue Vane"),
        "asked": (f"asked:{asked.uuid}", "Wren Adair"),
        "here": (f"here:{manager.person.uuid}", manager.person.name),
    }
    page = reverse("copy-add", args=[review.uuid])
    assert names[who][1] in sender.get(page).content.decode()
    answer = sender.post(page, {"recipient": names[who][0], "kind": ""})

    made = Release.objects.get()
    assert (made.recipient_name, answer["Location"]) == (names[who][1], url("copy", made))
    assert (
        "There is a copy for this person already"
        in sender.post(page, {"recipient": names[who][0], "kind": ""}).content.decode()
    )


def test_the_two_columns(release: Release, sender: Client) -> None:
    page = text(sender, "copy", release)

    assert "Elm Road is the right home." in page
    assert "[hidden] is the right home." in page
    assert "The reviewing officer’s view: where the child lives" in page
    assert "Rue Vane does not get this part." in page
    assert Event.objects.filter(verb="release.viewed", object_ids=[release.pk]).count() == 1


def test_sections_names_and_reading(
    review: Review, release: Release, manager: Membership, sender: Client
) -> None:
    ChildFactory(authority=review.authority, name="Tyler Boon")
    Review.objects.filter(pk=review.pk).update(iro_view="Tyler Boon came.")
    assert "checked" in text(sender, "copy-sections", release)
    sender.post(url("copy-sections", release), {"sections": ["view"]})
    assert "Tyler Boon" in text(sender, "copy", release)
    read = url("copy-read", release)
    ready = {"read": "on", "confirmer": str(manager.person.uuid)}
    assert "Settle the names of other people in it first" in sender.post(read, ready).content.decode()
    assert "Another child of this authority" in text(sender, "copy-names", release)
    assert sender.post(url("copy-names", release), {"answer_0": "hide"})["Location"] == url("copy", release)
    assert "checked" in text(sender, "copy-names", release)
    assert "Read it, then tick that you have" in sender.post(read, {}).content.decode()
    assert manager.person.name in text(sender, "copy-read", release)
    sender.post(read, ready)

    release.refresh_from_db()
    assert (release.state, release.confirmer, release.sections) == ("previewed", manager.person, ["view"])
    assert "Waits for a second person" in text(sender, "copy", release)
    assert url("copy-release", release) not in text(sender, "copy", release)


def test_no_names_to_settle(release: Release, sender: Client) -> None:
    assert "No names of other people were found" in text(sender, "copy-names", release)


def test_nobody_is_asked_for_a_copy_that_needs_no_second_person(
    review: Review, iro: Person, sender: Client
) -> None:
    release = releasing.start_release(review=review, by=iro)
    assert "Who confirms it?" not in text(sender, "copy-read", release)
    sender.post(url("copy-read", release), {"read": "on"})

    assert "Release it" in text(sender, "copy", release)


def test_the_colleague_asked_confirms_that_copy_and_sees_no_other(
    release: Release, other_iro: Membership, iro: Person, sender: Client
) -> None:
    colleague = come_in(Client(), other_iro.person)
    assert colleague.get(url("copy-confirm", release)).status_code == 404
    releasing.preview(release=release, by=iro, confirmer=other_iro.person)
    waiting = colleague.get(reverse("copies-to-confirm")).content.decode()
    assert url("copy-confirm", release) in waiting
    assert "Review 1 of Ash" in waiting
    assert "[hidden] is the right home." in text(colleague, "copy-confirm", release)
    assert colleague.get(url("copy", release)).status_code == 404
    assert sender.get(url("copy-confirm", release)).status_code == 404
    answer = colleague.post(url("copy-confirm", release), {"answer": "yes"})

    assert answer["Location"] == reverse("copies-to-confirm")
    assert Release.objects.get().confirmed_by == other_iro.person
    assert "Nothing waits for you" in colleague.get(reverse("copies-to-confirm")).content.decode()


def test_another_colleague_is_not_asked(
    release: Release, other_iro: Membership, iro: Person, manager: Membership
) -> None:
    releasing.preview(release=release, by=iro, confirmer=manager.person)

    assert come_in(Client(), other_iro.person).get(url("copy-confirm", release)).status_code == 404


def test_being_asked_opens_no_restricted_child(
    child: Child, release: Release, other_iro: Membership, manager: Membership, iro: Person
) -> None:
    releasing.preview(release=release, by=iro, confirmer=other_iro.person)
    RestrictionFactory(child=child, start_date=TODAY)

    for person in (other_iro.person, manager.person):
        assert come_in(Client(), person).get(url("copy-confirm", release)).status_code == 404


def test_a_manager_confirms_unasked_and_sends_back(
    release: Release, manager: Membership, iro: Person, sender: Client
) -> None:
    releasing.preview(release=release, by=iro)
    client = come_in(Client(), manager.person)
    client.post(url("copy-confirm", release), {"answer": "no", "reason": "Leave the view out"})

    assert "Sent back: Leave the view out" in text(sender, "copy", release)


def test_an_administrator_of_people_confirms_nothing(release: Release, iro: Person, in_scope: object) -> None:
    admin = MembershipFactory(authority=release.authority, admin=True)

    assert come_in(Client(), admin.person).get(reverse("copies-to-confirm")).status_code == 403


def test_released_downloaded_handed_over(
    review: Review, release: Release, manager: Membership, iro: Person, sender: Client
) -> None:
    assert sender.get(url("copy-document", release)).status_code == 404
    releasing.preview(release=release, by=iro)
    releasing.confirm(release=release, by=manager.person)
    assert "Release this copy" in text(sender, "copy-release", release)
    assert sender.post(url("copy-release", release))["Location"] == url("copy", release)
    answer = sender.get(url("copy-document", release))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="copy-{release.uuid}.pdf"'
    assert Event.objects.filter(verb="release.downloaded", object_ids=[release.pk]).count() == 1
    assert "to be handed over" in text(sender, "copies", review)
    assert "When did they get it?" in text(sender, "copy-delivered", release)
    day = {"day-day": "21", "day-month": "4", "day-year": "2026"}
    sender.post(url("copy-delivered", release), day | {"how": "At the office"})

    assert "In their hands since Tue 21 Apr 2026: At the office" in text(sender, "copy", release)
    assert (
        "can no longer be changed or called back"
        in sender.post(url("copy-call-back", release), {"reason": "Too late"}).content.decode()
    )


def test_a_release_asks_again_who_it_is(release: Release, iro: Person) -> None:
    client = come_in(Client(), iro, minutes_ago=11)
    page = url("copy-release", release)

    assert client.get(page)["Location"] == f"/accounts/reauthenticate/?next={page.replace('/', '%2F')}"
    assert (
        come_in(Client(), MembershipFactory(authority=release.authority).person).get(page).status_code == 404
    )


def test_called_back(release: Release, sender: Client) -> None:
    sender.post(url("copy-call-back", release), {"reason": "The wrong person"})

    assert "Called back: The wrong person" in text(sender, "copy", release)


def test_no_copy_for_somebody(review: Review, sender: Client) -> None:
    asked = review.invitations.first()
    page = reverse("copy-none", args=[review.uuid, asked.uuid])
    assert f"No copy for {asked.name}" in sender.get(page).content.decode()
    sender.post(page, {"reason": "The court forbade it"})

    asked.refresh_from_db()
    assert asked.copy_withheld_reason == "The court forbade it"
    assert page not in text(sender, "copies", review)
    stranger = InvitationFactory()
    assert sender.get(reverse("copy-none", args=[review.uuid, stranger.uuid])).status_code == 404


def test_when_everybody_was_sent_theirs(review: Review, iro: Person, sender: Client) -> None:
    Review.objects.filter(pk=review.pk).update(distributed_date=TODAY, distributed_by=iro)

    page = text(sender, "copies", review)
    assert "was sent one by Tuesday 21 April 2026" in page
    assert reverse("review-distribution", args=[review.uuid]) not in page
