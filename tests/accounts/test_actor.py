"""On which days a membership makes somebody an actor, and in which authorities."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actor import actor_for, closed_to, memberships_on
from accounts.models import LocalAuthority
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 2), date(2026, 4, 21)


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_a_role_stands_from_its_first_day_to_its_last(
    authority: LocalAuthority, on: date, stands: bool
) -> None:
    role = MembershipFactory(authority=authority, from_date=FIRST, to_date=LAST)

    assert memberships_on(role.person, on) == ([role] if stands else [])
    assert (actor_for(role.person, on=on) is not None) is stands


def test_a_role_without_an_end_goes_on(authority: LocalAuthority) -> None:
    role = MembershipFactory(authority=authority, from_date=FIRST)

    assert memberships_on(role.person, date(2040, 1, 1)) == [role]


def test_a_role_of_another_person_gives_nothing(authority: LocalAuthority) -> None:
    role, other = MembershipFactory(authority=authority), MembershipFactory(authority=authority)

    assert memberships_on(role.person, date(2040, 1, 1)) == [role]
    assert memberships_on(other.person, date(2040, 1, 1)) == [other]


def test_a_suspended_authority_gives_none_and_the_platform_still_does(authority: LocalAuthority) -> None:
    role = MembershipFactory(authority=authority, from_date=FIRST)
    platform = MembershipFactory(person=role.person, authority=None, role="platform_admin", from_date=FIRST)
    LocalAuthority.objects.filter(pk=authority.pk).update(suspended_at=timezone.now())

    assert memberships_on(role.person, LAST) == [platform]
    actor = actor_for(role.person, on=LAST)
    assert actor is not None
    assert actor.authority is None
    assert actor.others == ()


def test_closed_to_names_suspended_authorities_where_the_person_would_have_a_role(
    authority: LocalAuthority, other_authority: LocalAuthority
) -> None:
    role = MembershipFactory(authority=authority, from_date=FIRST, to_date=LAST)
    MembershipFactory(person=role.person, authority=other_authority, from_date=FIRST)
    stranger = MembershipFactory(authority=other_authority, from_date=FIRST)
    LocalAuthority.objects.filter(pk=authority.pk).update(suspended_at=timezone.now())

    assert closed_to(role.person, LAST) == [authority]
    assert closed_to(role.person, FIRST - timedelta(days=1)) == []
    assert closed_to(role.person, LAST + timedelta(days=1)) == []
    assert closed_to(stranger.person, LAST) == []
