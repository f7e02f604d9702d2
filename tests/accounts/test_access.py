"""The doors of accounts, asked without the page in front: who lacks the permission finds nothing."""

import pytest
from django.http import Http404

from accounts import access
from accounts.actor import actor_for
from accounts.models import LocalAuthority, Membership
from core import clock
from tests.factories.accounts import BankHolidayCorrectionFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_an_administrator_reaches_the_people_and_roles_here(admin: Membership, iro: Membership) -> None:
    actor = actor_for(admin.person, on=clock.today(), chosen=None)

    assert access.get_person_or_404(actor, iro.person.uuid) == iro.person
    assert access.get_role_or_404(actor, iro.uuid) == iro


def test_an_iro_reaches_nobody(admin: Membership, iro: Membership) -> None:
    actor = actor_for(iro.person, on=clock.today(), chosen=None)

    assert not access.roles_here(actor).exists()
    with pytest.raises(Http404):
        access.get_person_or_404(actor, admin.person.uuid)
    with pytest.raises(Http404):
        access.get_role_or_404(actor, admin.uuid)


def test_only_who_edits_settings_reaches_a_correction(
    in_scope: LocalAuthority, admin: Membership, iro: Membership
) -> None:
    row = BankHolidayCorrectionFactory(authority=in_scope)
    allowed, refused = (actor_for(one.person, on=clock.today(), chosen=None) for one in (admin, iro))

    assert access.get_correction_or_404(allowed, row.uuid) == row
    with pytest.raises(Http404):
        access.get_correction_or_404(refused, row.uuid)


def test_only_the_platform_reaches_an_authority(authority: LocalAuthority, admin: Membership) -> None:
    platform = MembershipFactory(platform=True)
    allowed, refused = (actor_for(one.person, on=clock.today(), chosen=None) for one in (platform, admin))

    assert access.get_authority_or_404(allowed, authority.uuid) == authority
    with pytest.raises(Http404):
        access.get_authority_or_404(refused, authority.uuid)
