"""A child with a completed record and people around them who may know different things; today is Tue 21 April 2026."""

from datetime import date

import pytest
import time_machine

from accounts.models import LocalAuthority, Membership, Person
from children.actions.confidential import save_words
from children.models import Child, Relationship
from reviews.actions.duties import recompute_children
from reviews.models import Review
from tests.factories.accounts import MembershipFactory
from tests.factories.children import (
    AllocationFactory,
    ChildFactory,
    LegalStatusFactory,
    PeriodOfCareFactory,
    PlacementFactory,
    RelationshipFactory,
)
from tests.reviews.journey.story import completed, concluded

TODAY = date(2026, 4, 21)


@pytest.fixture(autouse=True)
def today() -> object:
    """Tuesday 21 April 2026."""
    with time_machine.travel("2026-04-21T10:04:00+01:00", tick=False):
        yield TODAY


@pytest.fixture
def iro(in_scope: LocalAuthority) -> Person:
    """The child's reviewing officer."""
    return MembershipFactory(authority=in_scope, person__name="Jas Okoro").person


@pytest.fixture
def other_iro(in_scope: LocalAuthority) -> Membership:
    """A reviewing officer of the same authority, of other children."""
    return MembershipFactory(authority=in_scope)


@pytest.fixture
def manager(in_scope: LocalAuthority) -> Membership:
    """Sees every child, alters no review."""
    return MembershipFactory(authority=in_scope, manager=True)


@pytest.fixture
def child(in_scope: LocalAuthority, iro: Person) -> Child:
    """Ash, looked after from Thursday 2 April 2026."""
    child = ChildFactory(authority=in_scope, name="Ash", number="100084", known_since=date(2027, 1, 1))
    period = PeriodOfCareFactory(child=child, start_date=date(2026, 4, 2))
    LegalStatusFactory(period=period)
    PlacementFactory(
        period=period, address="12 Elm Road, Hazelby", carer_names="Mo and Pat Hartley", phone="01632 960111"
    )
    AllocationFactory(child=child, iro=iro, start_date=date(2026, 4, 2))
    RelationshipFactory(child=child, kind="mother", name="Rue Vane", parental_responsibility=True)
    RelationshipFactory(child=child, kind="social_worker", name="Petra Lund")
    RelationshipFactory(child=child, kind="teacher", name="Isa Flint", detail="Hazel Lane Primary School")
    save_words(child=child, by=iro, words={"words": "the Otter"})
    recompute_children([child.pk])
    return child


@pytest.fixture
def mother(child: Child) -> Relationship:
    """Rue, from whom all of it is hidden."""
    return child.relationships.get(kind="mother")


@pytest.fixture
def review(child: Child, iro: Person) -> Review:
    """Review 1, its record completed and locked."""
    return completed(concluded(child, iro), iro)
