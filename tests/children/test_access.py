"""The door to a child: a written table of who reaches which child, through every function that opens it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import Http404

from accounts.actor import Actor
from accounts.models import LocalAuthority, Membership, Person
from accounts.permissions import Permission
from accounts.roles import permissions_of
from accounts.scoping import in_authority
from children.access import allocated_to, get_child_or_404, is_iro_of, own_children, visible_children
from children.models import Child
from core import clock
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.children import AllocationFactory, ChildFactory

pytestmark = pytest.mark.django_db

KINDS = ("own", "colleague's", "nobody's", "former own", "own from tomorrow", "of another authority")
REACHED = {
    "iro": {"own"},
    "iro_manager": {"own", "colleague's", "nobody's", "former own", "own from tomorrow"},
    "authority_admin": set(),
    "platform_admin": set(),
    "iro in two authorities": {"own"},
}
"""Role to the kinds of child they reach. Everything else is not found."""


@pytest.fixture
def children(in_scope: LocalAuthority, other_authority: LocalAuthority) -> tuple[Person, dict[str, Child]]:
    """One child of each kind, seen from one person."""
    person = PersonFactory()
    today = clock.today()
    made = {kind: ChildFactory(authority=in_scope) for kind in KINDS if kind != "of another authority"}
    AllocationFactory(child=made["own"], iro=person, start_date=today)
    AllocationFactory(child=made["colleague's"], start_date=today)
    AllocationFactory(
        child=made["former own"], iro=person, start_date=today - timedelta(days=30), end_date=today,
        ended_at=clock.now(),
    )  # fmt: skip
    AllocationFactory(child=made["own from tomorrow"], iro=person, start_date=today + timedelta(days=1))
    with in_authority(other_authority):
        made["of another authority"] = ChildFactory(authority=other_authority)
        AllocationFactory(child=made["of another authority"], iro=person, start_date=today)
    return person, made


def actor_as(role: str, person: Person, authority: LocalAuthority) -> Actor:
    """The person with one role in the authority."""
    code = "iro" if role == "iro in two authorities" else role
    return Actor(
        person=person,
        authority=None if role == "platform_admin" else authority,
        roles=frozenset({code}),
        permissions=permissions_of(frozenset({code})),
    )


def opens(actor: Actor, uuid: UUID, permission: Permission | None = None) -> bool:
    """Whether the door opens."""
    try:
        get_child_or_404(actor, uuid, permission)
    except Http404:
        return False
    return True


@pytest.mark.parametrize("role", REACHED)
@pytest.mark.parametrize("kind", KINDS)
def test_who_reaches_which_child(
    in_scope: LocalAuthority, children: tuple[Person, dict[str, Child]], role: str, kind: str
) -> None:
    person, made = children
    actor = actor_as(role, person, in_scope)

    reached = kind in REACHED[role]

    assert opens(actor, made[kind].uuid) is reached
    assert visible_children(actor).filter(pk=made[kind].pk).exists() is reached


MAY_EDIT = {
    "iro": {"own"},
    "iro_manager": REACHED["iro_manager"],
    "authority_admin": set(),
    "platform_admin": set(),
}
MAY_RECORD = {"iro": {"own"}, "iro_manager": set(), "authority_admin": set(), "platform_admin": set()}


@pytest.mark.parametrize("role", ["iro", "iro_manager"])
def test_own_children_are_those_allocated_today_whatever_else_is_seen(
    in_scope: LocalAuthority, children: tuple[Person, dict[str, Child]], role: str
) -> None:
    person, made = children

    found = own_children(actor_as(role, person, in_scope), on=clock.today())

    assert list(found) == [made["own"]]


def test_the_door_gives_the_child_that_was_asked_for(
    in_scope: LocalAuthority, children: tuple[Person, dict[str, Child]]
) -> None:
    person, made = children
    manager = actor_as("iro_manager", person, in_scope)

    for kind in ("own", "colleague's", "nobody's"):
        assert get_child_or_404(manager, made[kind].uuid) == made[kind]


@pytest.mark.parametrize("role", MAY_EDIT)
@pytest.mark.parametrize("kind", KINDS)
def test_who_may_change_which_child(
    in_scope: LocalAuthority, children: tuple[Person, dict[str, Child]], role: str, kind: str
) -> None:
    person, made = children
    actor = actor_as(role, person, in_scope)

    assert opens(actor, made[kind].uuid, Permission.EDIT_CHILD) is (kind in MAY_EDIT[role])
    assert opens(actor, made[kind].uuid, Permission.RECORD_REVIEW) is (kind in MAY_RECORD[role])


def test_a_child_that_does_not_exist_is_not_found_either(
    in_scope: LocalAuthority, children: tuple[Person, dict[str, Child]]
) -> None:
    actor = actor_as("iro_manager", children[0], in_scope)

    assert opens(actor, UUID("00000000-0000-4000-8000-000000000000")) is False


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("own", True),
        ("colleague's", False),
        ("nobody's", False),
        ("former own", False),
        ("own from tomorrow", False),
    ],
)
def test_whose_reviewing_officer(
    in_scope: LocalAuthority, children: tuple[Person, dict[str, Child]], kind: str, own: bool
) -> None:
    person, made = children
    actor = actor_as("iro", person, in_scope)

    assert is_iro_of(actor, made[kind]) is own


@pytest.mark.parametrize(
    ("on", "own"),
    [
        (date(2026, 4, 1), False),
        (date(2026, 4, 2), True),
        (date(2026, 4, 29), True),
        (date(2026, 4, 30), False),
    ],
)
def test_on_which_days(in_scope: LocalAuthority, iro: Membership, on: date, own: bool) -> None:
    child = ChildFactory(authority=in_scope)
    AllocationFactory(
        child=child,
        iro=iro.person,
        start_date=date(2026, 4, 2),
        end_date=date(2026, 4, 30),
        ended_at=clock.now(),
    )
    actor = actor_as("iro", iro.person, in_scope)

    assert is_iro_of(actor, child, on=on) is own
    assert own_children(actor, on=on).filter(pk=child.pk).exists() is own
    assert visible_children(actor, on=on).exists() is own
    assert allocated_to(actor, on=on).exists() is own


def test_another_authoritys_manager_reaches_nobody(
    in_scope: LocalAuthority, other_authority: LocalAuthority, children: tuple[Person, dict[str, Child]]
) -> None:
    stranger = MembershipFactory(authority=other_authority, manager=True)
    actor = actor_as("iro_manager", stranger.person, other_authority)

    with in_authority(other_authority):
        seen = set(visible_children(actor).values_list("pk", flat=True))

    assert seen == {children[1]["of another authority"].pk}
