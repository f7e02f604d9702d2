"""The doors to reviews, duties and decisions: a written table of who looks and who changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.http import Http404

from accounts.actor import Actor
from accounts.models import LocalAuthority
from accounts.permissions import Permission
from accounts.scoping import in_authority
from core import clock
from reviews.access import (
    get_deadline_or_404,
    get_decision_or_404,
    get_own_review_or_404,
    get_review_or_404,
    own_reviews,
    visible_reviews,
)
from reviews.models import Review
from tests.children.test_access import actor_as
from tests.factories.accounts import PersonFactory
from tests.factories.children import AllocationFactory, ChildFactory, PeriodOfCareFactory
from tests.factories.reviews import DeadlineFactory, DecisionFactory, ReviewFactory

pytestmark = pytest.mark.django_db

KINDS = ("own", "colleague's", "former own", "own from tomorrow", "of another authority")
LOOKS = {
    "iro": {"own"},
    "iro_manager": {"own", "colleague's", "former own", "own from tomorrow"},
    "authority_admin": set(),
    "platform_admin": set(),
}
CHANGES = {"iro": {"own"}, "iro_manager": set(), "authority_admin": set(), "platform_admin": set()}
"""A manager sees every review and alters none: the reviewing officer is independent."""
NIL = UUID("00000000-0000-4000-8000-000000000000")


def reviewed(authority: LocalAuthority) -> Review:
    """A child with one review."""
    return ReviewFactory(period=PeriodOfCareFactory(child=ChildFactory(authority=authority)))


@pytest.fixture
def seen(
    in_scope: LocalAuthority, other_authority: LocalAuthority
) -> tuple[Callable[[str], Actor], dict[str, Review]]:
    """The person in a role, and one review of each kind."""
    person, today = PersonFactory(), clock.today()
    made = {kind: reviewed(in_scope) for kind in KINDS[:-1]}
    AllocationFactory(child=made["own"].child, iro=person, start_date=today)
    AllocationFactory(child=made["colleague's"].child, start_date=today)
    AllocationFactory(
        child=made["former own"].child, iro=person, start_date=today - timedelta(days=30), end_date=today,
        ended_at=clock.now(),
    )  # fmt: skip
    AllocationFactory(child=made["own from tomorrow"].child, iro=person, start_date=today + timedelta(days=1))
    with in_authority(other_authority):
        made["of another authority"] = reviewed(other_authority)
        AllocationFactory(child=made["of another authority"].child, iro=person, start_date=today)
    return lambda role: actor_as(role, person, in_scope), made


def opens(door: Callable[..., object], *args: object) -> bool:
    """Whether the door opens."""
    try:
        door(*args)
    except Http404:
        return False
    return True


@pytest.mark.parametrize("role", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_who_looks_and_who_changes(
    in_scope: LocalAuthority,
    other_authority: LocalAuthority,
    seen: tuple[Callable[[str], Actor], dict[str, Review]],
    role: str,
    kind: str,
) -> None:
    as_role, made = seen
    actor, review = as_role(role), made[kind]
    with in_authority(review.authority):
        decision = DecisionFactory(review=review)
        deadline = DeadlineFactory(child=review.child, review=review)

    looks, changes = kind in LOOKS[role], kind in CHANGES[role]

    assert opens(get_review_or_404, actor, review.uuid) is looks
    assert opens(get_deadline_or_404, actor, deadline.uuid) is looks
    assert opens(get_decision_or_404, actor, decision.uuid) is looks
    assert opens(get_decision_or_404, actor, decision.uuid, Permission.RECORD_REVIEW) is changes
    assert opens(get_own_review_or_404, actor, review.uuid) is changes
    assert visible_reviews(actor).filter(pk=review.pk).exists() is looks
    assert own_reviews(actor).filter(pk=review.pk).exists() is changes


@pytest.mark.parametrize("role", ["iro", "iro_manager"])
def test_what_does_not_exist_is_not_found_either(
    seen: tuple[Callable[[str], Actor], dict[str, Review]], role: str
) -> None:
    actor = seen[0](role)

    for door in (get_review_or_404, get_own_review_or_404, get_deadline_or_404, get_decision_or_404):
        assert opens(door, actor, NIL) is False


def test_who_leads_and_reviews_changes_their_own_children_s_reviews_alone(
    seen: tuple[Callable[[str], Actor], dict[str, Review]],
) -> None:
    as_role, made = seen
    iro, manager = as_role("iro"), as_role("iro_manager")
    both = replace(
        manager, roles=iro.roles | manager.roles, permissions=iro.permissions | manager.permissions
    )

    assert visible_reviews(both).count() == 4
    assert list(own_reviews(both)) == [made["own"]]


def test_each_door_gives_what_was_asked_for(
    seen: tuple[Callable[[str], Actor], dict[str, Review]],
) -> None:
    as_role, made = seen
    manager = as_role("iro_manager")

    for kind in ("own", "colleague's"):
        deadline, decision = DeadlineFactory(child=made[kind].child), DecisionFactory(review=made[kind])
        assert get_review_or_404(manager, made[kind].uuid) == made[kind]
        assert get_deadline_or_404(manager, deadline.uuid) == deadline
        assert get_decision_or_404(manager, decision.uuid) == decision
    assert get_own_review_or_404(as_role("iro"), made["own"].uuid) == made["own"]


def test_a_review_comes_with_its_child_and_period(
    seen: tuple[Callable[[str], Actor], dict[str, Review]], django_assert_num_queries: Callable[[int], object]
) -> None:
    as_role, made = seen
    actor = as_role("iro")

    with django_assert_num_queries(1):
        review = get_review_or_404(actor, made["own"].uuid)
        assert review.child.shown_as
        assert review.period.start_known is True
