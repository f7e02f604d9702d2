"""The pages of a review cost the same with one decision and with thirty, and no more than stated here."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import Membership, Person
from children.models import Child
from reviews.models import Decision, Review
from tests.counting import statements
from tests.factories.children import ChildFactory
from tests.factories.reviews import InvitationFactory
from tests.reviews.journey.story import booked, concluded, decided, held, issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(iro: Person, signed_in: Callable[[Membership], Client]) -> Client:
    """The child's reviewing officer, signed in."""
    return signed_in(iro.memberships.get())


def many(review: Review, iro: Person, number: int) -> None:
    """More decisions and more people."""
    for index in range(number):
        decided(review, iro, f"Decision {index}")
        InvitationFactory(review=review, name=f"Person {index}", attendance="came")


PAGES = (
    ("", 21),
    ("record/", 19),
    ("decisions/", 15),
    ("earlier-decisions/", 15),
    ("sittings/", 15),
    ("people/", 14),
    ("attendance/", 14),
    ("matters/health/", 16),
    ("send-decisions/", 18),
)


@pytest.mark.parametrize(("path", "most"), PAGES)
def test_a_page_costs_the_same_with_thirty_decisions(
    child: Child, iro: Person, client: Client, path: str, most: int
) -> None:
    review = concluded(child, iro)
    issued(review, iro)
    second = held(child, iro, date(2026, 7, 14))
    second = booked_after(second)
    many(second, iro, 1)
    address = f"/reviews/{second.uuid}/{path}"
    client.get(address)
    one = statements(lambda: client.get(address))

    many(second, iro, 29)
    thirty = statements(lambda: client.get(address))

    assert len(thirty) == len(one), "\n".join(thirty)
    assert len(thirty) <= most, "\n".join(thirty)


def booked_after(review: Review) -> Review:
    """The review as it stands."""
    return Review.objects.get(pk=review.pk)


def test_earlier_decisions_cost_the_same_with_thirty(child: Child, iro: Person, client: Client) -> None:
    first = concluded(child, iro)
    issued(first, iro)
    review = booked(child, iro, date(2026, 7, 14))
    addresses = [f"/reviews/{review.uuid}/", f"/reviews/{review.uuid}/earlier-decisions/", "/decisions/"]
    for address in addresses:
        client.get(address)
    one = [len(statements(lambda address=address: client.get(address))) for address in addresses]

    Decision.objects.bulk_create(
        Decision(
            authority=first.authority, child=child, review=first, number=100 + index, what=f"Decision {index}",
            who="Petra Lund", by_date=date(2026, 6, 1), state="open", first_asked_date=date(2026, 4, 21),
        )
        for index in range(29)
    )  # fmt: skip
    thirty = [len(statements(lambda address=address: client.get(address))) for address in addresses]

    assert thirty == one
    assert one[2] <= 6


def test_booking_costs_the_same_with_many_people(child: Child, client: Client) -> None:
    address = f"/children/{child.uuid}/reviews/book/"
    client.get(address)
    few = len(statements(lambda: client.get(address)))
    from tests.factories.children import RelationshipFactory

    for index in range(20):
        RelationshipFactory(child=child, kind="other", name=f"Person {index}")
    ChildFactory(authority=child.authority)

    assert len(statements(lambda: client.get(address))) == few
    assert few <= 11
