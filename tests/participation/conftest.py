"""One child with her reviewing officer and a review under way; everything invented."""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.actor import Actor, actor_for
from accounts.models import LocalAuthority, Person
from children.models import Child, PeriodOfCare
from reviews.models import Review
from tests.factories.accounts import MembershipFactory
from tests.factories.children import AllocationFactory, ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory, SittingFactory

ON = date(2026, 4, 21)


@dataclass
class World:
    """What the tests of this folder stand on."""

    authority: LocalAuthority
    child: Child
    period: PeriodOfCare
    review: Review
    iro: Person
    manager: Person
    colleague: Person
    """An IRO of the same authority who is not this child's."""

    def actor(self, person: Person) -> Actor:
        found = actor_for(person, on=ON)
        assert found is not None
        return found


@pytest.fixture
def world(in_scope: LocalAuthority) -> World:
    """A child of ten, her IRO, a manager, another IRO, and a review held today whose record is being written."""
    child = ChildFactory(authority=in_scope, name="Ash", number="100084", date_of_birth=date(2015, 6, 14))
    period = PeriodOfCareFactory(child=child)
    review = ReviewFactory(
        period=period,
        number=4,
        state="concluded",
        scheduled_date=ON,
        held_date=ON,
        concluded_date=ON,
    )
    SittingFactory(review=review, date=ON, held=True)
    people = {
        "iro": MembershipFactory(authority=in_scope, person__name="Jas Okoro").person,
        "manager": MembershipFactory(authority=in_scope, manager=True, person__name="Marnie Holloway").person,
        "colleague": MembershipFactory(authority=in_scope, person__name="Kit Ashdown").person,
    }
    AllocationFactory(child=child, iro=people["iro"])
    return World(in_scope, child, period, review, **people)
