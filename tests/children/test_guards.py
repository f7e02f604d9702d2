"""Who may not be a child's reviewing officer, and brothers and sisters apart only with a reason."""

from datetime import date

import pytest

from accounts.models import LocalAuthority, Membership
from children.actions.allocation import allocate, allocate_children
from children.actions.guards import KinApart, MotherAndChild, NotIndependent
from children.models import Allocation, Child
from tests.factories.accounts import MembershipFactory
from tests.factories.children import (
    AllocationFactory,
    PeriodOfCareFactory,
    RelationshipFactory,
    RestrictionFactory,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 30)


@pytest.fixture
def child(in_scope: LocalAuthority) -> Child:
    return PeriodOfCareFactory(child__authority=in_scope).child


@pytest.fixture
def other(in_scope: LocalAuthority) -> Child:
    """Another child of the authority, with an officer of their own."""
    other = PeriodOfCareFactory(child__authority=in_scope).child
    AllocationFactory(child=other, iro=MembershipFactory(authority=in_scope).person)
    return other


def give(child: Child, iro: Membership, reason: str = "") -> Allocation:
    return allocate(child=child, iro=iro.person, by=None, on=ON, reason=reason)


@pytest.mark.parametrize(
    "kind",
    ["social_worker", "team_manager", "supervising_social_worker", "personal_adviser", "carer", "father"],
)
def test_somebody_with_a_part_in_the_case_is_refused(child: Child, iro: Membership, kind: str) -> None:
    RelationshipFactory(child=child, kind=kind, email=iro.person.email.upper())

    with pytest.raises(NotIndependent) as refused:
        give(child, iro, "A reason does not help")

    assert refused.value.field == "iro"
    assert not Allocation.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "social_worker", "end_date": ON},
        {"kind": "social_worker", "start_date": date(2026, 5, 1)},
        {"kind": "teacher"},
    ],
)
def test_who_was_or_will_be_or_teaches_is_not_refused(
    child: Child, iro: Membership, facts: dict[str, object]
) -> None:
    RelationshipFactory(child=child, email=iro.person.email, **facts)

    assert give(child, iro).iro == iro.person


def test_somebody_elses_address_does_not_count(child: Child, iro: Membership) -> None:
    RelationshipFactory(child=child, kind="social_worker", email="other@northshire.invalid")

    assert give(child, iro).iro == iro.person


@pytest.mark.parametrize("written_with_the_child", [True, False])
def test_a_mother_and_her_child_have_different_officers(
    child: Child, other: Child, iro: Membership, written_with_the_child: bool
) -> None:
    pair = (child, other) if written_with_the_child else (other, child)
    RelationshipFactory(child=pair[0], kind="mother", other_child=pair[1])
    theirs = Allocation.objects.get().iro.memberships.get()

    with pytest.raises(MotherAndChild):
        give(child, theirs, "A reason does not help")

    assert give(child, iro).iro == iro.person


def test_a_mother_and_her_child_are_not_given_together(
    child: Child, iro: Membership, in_scope: LocalAuthority
) -> None:
    mother = PeriodOfCareFactory(child__authority=in_scope).child
    RelationshipFactory(child=child, kind="mother", other_child=mother)

    with pytest.raises(MotherAndChild):
        allocate_children(children=[child, mother], iro=iro.person, by=None, on=ON)


def test_brothers_and_sisters_share_an_officer_unless_a_reason_is_given(
    child: Child, other: Child, iro: Membership
) -> None:
    RelationshipFactory(child=other, kind="sibling", other_child=child)

    with pytest.raises(KinApart) as refused:
        give(child, iro, "  ")
    assert refused.value.field == "reason"

    assert give(child, iro, "They live far apart").reason == "They live far apart"


def test_the_same_officer_needs_no_reason(child: Child, other: Child) -> None:
    RelationshipFactory(child=child, kind="sibling", other_child=other)
    theirs = Allocation.objects.get().iro

    assert allocate(child=child, iro=theirs, by=None, on=ON).iro == theirs


def test_of_a_restricted_brother_or_sister_nothing_is_told(
    child: Child, other: Child, iro: Membership
) -> None:
    RelationshipFactory(child=child, kind="sibling", other_child=other)
    RestrictionFactory(child=other)

    assert give(child, iro).iro == iro.person


def test_brothers_and_sisters_moved_together_need_no_reason(
    child: Child, other: Child, iro: Membership
) -> None:
    RelationshipFactory(child=child, kind="sibling", other_child=other)

    assert len(allocate_children(children=[child, other], iro=iro.person, by=None, on=ON)) == 2
