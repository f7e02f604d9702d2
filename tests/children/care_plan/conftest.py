"""One child with her reviewing officer and a review that was held; everything invented."""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import LocalAuthority, Person
from children.models import Child
from reviews.models import Review
from tests.factories.accounts import MembershipFactory
from tests.factories.children import AllocationFactory, ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import ReviewFactory

ON = date(2026, 4, 21)
HELD = date(2026, 4, 14)


@dataclass
class World:
    """What the tests of this folder stand on."""

    authority: LocalAuthority
    child: Child
    review: Review
    iro: Person
    manager: Person
    colleague: Person


@pytest.fixture
def world(in_scope: LocalAuthority) -> World:
    """A child, her IRO, a manager, an IRO who is not hers, and review 4, held a week ago."""
    child = ChildFactory(authority=in_scope, name="Ash", number="100084", date_of_birth=date(2015, 6, 14))
    period = PeriodOfCareFactory(child=child)
    review = ReviewFactory(period=period, number=4, state="concluded", held_date=HELD, concluded_date=HELD)
    people = {
        "iro": MembershipFactory(authority=in_scope, person__name="Jas Okoro").person,
        "manager": MembershipFactory(authority=in_scope, manager=True, person__name="Marnie Holloway").person,
        "colleague": MembershipFactory(authority=in_scope, person__name="Kit Ashdown").person,
    }
    AllocationFactory(child=child, iro=people["iro"])
    return World(in_scope, child, review, **people)
