"""The doors, asked directly: what a page with its permission never gets to ask of them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import Http404

from accounts import access as people
from accounts.actions.sessions import end_session
from accounts.actor import Actor, actor_for
from accounts.models import LocalAuthority, Membership
from accounts.permissions import Permission
from audit.models import Event
from children import access
from core import clock
from core.errors import DomainError
from reviews import releases_access
from tests.factories.accounts import AbsenceFactory, MembershipFactory, PersonFactory, SessionFactory
from tests.factories.children import (
    AllocationFactory,
    BreakGlassFactory,
    RestrictionAccessFactory,
    RestrictionFactory,
)
from tests.factories.reviews import ReleaseFactory

pytestmark = pytest.mark.django_db


def asking(membership: Membership) -> Actor:
    actor = actor_for(membership.person, on=clock.today())
    assert actor is not None
    return actor


@pytest.fixture
def of_platform(db: None) -> Actor:
    """Somebody who belongs to no authority."""
    return asking(MembershipFactory(platform=True))


def test_only_an_administrator_reaches_an_absence(
    in_scope: LocalAuthority, admin: Membership, iro: Membership
) -> None:
    absence = AbsenceFactory(authority=in_scope)

    assert people.get_absence_or_404(asking(admin), absence.uuid) == absence
    for actor, uuid in ((asking(iro), absence.uuid), (asking(admin), uuid4())):
        with pytest.raises(Http404):
            people.get_absence_or_404(actor, uuid)


@pytest.mark.parametrize("door", [access.get_own_glass_or_404, access.get_glass_or_404])
def test_nobody_of_the_platform_reaches_a_broken_glass(
    in_scope: LocalAuthority, of_platform: Actor, door: Callable[..., object]
) -> None:
    glass = BreakGlassFactory(child__authority=in_scope)

    with pytest.raises(Http404):
        door(of_platform, glass.uuid)


def test_the_own_officer_and_who_leads_the_team_answer_for_a_child(
    in_scope: LocalAuthority, iro: Membership, manager: Membership
) -> None:
    child = AllocationFactory(child__authority=in_scope, iro=iro.person).child

    for membership in (iro, manager):
        found = access.get_answered_for_or_404(asking(membership), child.uuid, Permission.SEE_WHO_SAW)
        assert found == child


def test_being_named_for_a_child_is_not_answering_for_them(in_scope: LocalAuthority, iro: Membership) -> None:
    restriction = RestrictionFactory(child__authority=in_scope)
    RestrictionAccessFactory(restriction=restriction, child=restriction.child, person=iro.person)

    assert access.get_child_or_404(asking(iro), restriction.child.uuid) == restriction.child
    with pytest.raises(Http404):
        access.get_answered_for_or_404(asking(iro), restriction.child.uuid, Permission.SEE_WHO_SAW)


def test_somebody_named_for_another_child_is_not_found_here(in_scope: LocalAuthority) -> None:
    named = RestrictionAccessFactory(restriction__child__authority=in_scope)
    other = RestrictionFactory(child__authority=in_scope).child

    assert access.get_named_or_404(named.child, named.uuid) == named
    with pytest.raises(Http404):
        access.get_named_or_404(other, named.uuid)


def test_nobody_of_the_platform_is_asked_to_confirm_a_copy(
    in_scope: LocalAuthority, manager: Membership, of_platform: Actor
) -> None:
    release = ReleaseFactory(review__period__child__authority=in_scope, state="previewed")

    assert list(releases_access.to_confirm(asking(manager))) == [release]
    assert not releases_access.to_confirm(of_platform).exists()


def test_nobody_ends_the_sign_in_of_somebody_else(iro: Membership) -> None:
    session = SessionFactory(person=iro.person)

    with pytest.raises(DomainError, match="not your sign-in"):
        end_session(session=session, by=PersonFactory())
    assert type(session).objects.filter(pk=session.pk).exists()
    assert not Event.objects.exists()
