"""A restricted child: closed to all but their own officer and the people named, in every list and every number."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor, actor_for
from accounts.models import LocalAuthority, Membership
from accounts.permissions import Permission
from audit.models import Event
from children.access import (
    closed_children,
    get_child_or_404,
    is_iro_of,
    looking_at,
    own_children,
    visible_children,
)
from children.actions.restriction import end_naming, lift_restriction, name_person, restrict_child
from children.models import Child, Restriction, RestrictionAccess
from core import clock
from core.errors import DomainError, StateError
from participation.access import reads_as_iro
from reviews.access import own_reviews, visible_reviews
from tests.counting import statements
from tests.factories.accounts import MembershipFactory
from tests.factories.children import AllocationFactory, PeriodOfCareFactory
from tests.factories.reviews import CaseloadEntryFactory, ReviewFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], Client]


def acting(membership: Membership) -> Actor:
    actor = actor_for(membership.person, on=clock.today())
    assert actor is not None
    return actor


@pytest.fixture
def colleague(authority: LocalAuthority) -> Membership:
    return MembershipFactory(authority=authority)


@pytest.fixture
def child(in_scope: LocalAuthority, iro: Membership) -> Child:
    """Looked after and reviewed by `iro`."""
    period = PeriodOfCareFactory(child__authority=in_scope, child__name="Fern Quill", child__number="100777")
    AllocationFactory(child=period.child, iro=iro.person)
    ReviewFactory(period=period, number=1, scheduled_date=date(2030, 5, 7))
    CaseloadEntryFactory(child=period.child, period=period, iro=iro.person)
    return period.child


def close(child: Child, *named: Membership, by: Membership, **more: Any) -> Restriction:
    return restrict_child(
        child=child,
        reason="adoption",
        named=[one.person for one in named],
        by=by.person,
        on=clock.today(),
        **more,
    )


def reaches(membership: Membership, child: Child) -> bool:
    actor = acting(membership)
    seen = visible_children(actor).filter(pk=child.pk).exists()
    assert visible_reviews(actor).filter(child=child).exists() is seen
    return seen


def test_closed_to_all_but_the_officer_and_the_people_named(
    child: Child, iro: Membership, manager: Membership, colleague: Membership, admin: Membership
) -> None:
    close(child, colleague, by=iro)

    assert [reaches(one, child) for one in (iro, colleague, manager, admin)] == [True, True, False, False]
    assert list(closed_children(acting(manager), on=clock.today()).values_list("child", flat=True)) == [
        child.pk
    ]


def test_who_is_named_looks_and_records_nothing(child: Child, iro: Membership, colleague: Membership) -> None:
    close(child, colleague, by=iro)
    named = acting(colleague)

    assert not is_iro_of(named, child)
    assert not own_reviews(named).exists()
    assert not reads_as_iro(named, child)
    assert get_child_or_404(named, child.uuid, Permission.EDIT_CHILD) == child
    for act in (Permission.RECORD_REVIEW, Permission.EDIT_CARE_PLAN):
        with pytest.raises(Http404):
            get_child_or_404(named, child.uuid, act)
        assert not looking_at(named, child, own=False).may(act)
    assert looking_at(acting(iro), child, own=True).may(Permission.RECORD_REVIEW)


def test_the_officer_can_be_taken_off(
    child: Child, iro: Membership, manager: Membership, colleague: Membership
) -> None:
    close(child, manager, by=manager, closed_to_iro=True)
    taken_off = acting(iro)

    assert [reaches(one, child) for one in (iro, manager, colleague)] == [False, True, False]
    assert not own_children(taken_off, on=clock.today()).exists()
    assert not own_reviews(taken_off).exists()


def test_an_officer_taken_off_and_named_later_is_back(
    child: Child, iro: Membership, manager: Membership
) -> None:
    restriction = close(child, manager, by=manager, closed_to_iro=True)
    name_person(restriction=restriction, person=iro.person, by=manager.person, on=clock.today())

    assert own_children(acting(iro), on=clock.today()).get() == child


def test_lifted_the_child_is_as_before(child: Child, iro: Membership, manager: Membership) -> None:
    restriction = close(child, iro, by=manager)
    assert not reaches(manager, child)

    lift_restriction(restriction=restriction, by=iro.person, on=clock.today())

    assert reaches(manager, child)
    with pytest.raises(StateError):
        lift_restriction(restriction=restriction, by=iro.person, on=clock.today())


def test_a_name_taken_off_ends_today(
    child: Child, iro: Membership, manager: Membership, colleague: Membership
) -> None:
    restriction = close(child, colleague, manager, by=iro)
    access = RestrictionAccess.objects.get(person=colleague.person)

    end_naming(access=access, by=iro.person, on=clock.today())

    assert [reaches(one, child) for one in (colleague, manager)] == [False, True]
    with pytest.raises(StateError):
        end_naming(access=access, by=iro.person, on=clock.today())
    with pytest.raises(DomainError) as refused:
        end_naming(access=restriction.named.get(end_date=None), by=iro.person, on=clock.today())
    assert refused.value.code == "last_one"


def test_who_has_left_is_not_counted_as_somebody_who_reaches_the_child(
    child: Child, iro: Membership, manager: Membership, colleague: Membership
) -> None:
    restriction = close(child, colleague, manager, by=iro)
    colleague.to_date = clock.today() - timedelta(days=1)
    colleague.save()

    with pytest.raises(DomainError) as refused:
        end_naming(access=restriction.named.get(person=manager.person), by=iro.person, on=clock.today())
    assert refused.value.code == "last_one"


def test_what_is_refused(child: Child, iro: Membership, manager: Membership, admin: Membership) -> None:
    cases: list[tuple[list[Membership], dict[str, Any], str]] = [
        ([], {}, "nobody_named"),
        ([admin], {}, "not_a_looker"),
        ([iro], {"closed_to_iro": True}, "officer_named"),
    ]
    for named, more, code in cases:
        with pytest.raises(DomainError) as refused:
            close(child, *named, by=manager, **more)
        assert refused.value.code == code
    restriction = close(child, manager, by=manager)
    with pytest.raises(StateError):
        close(child, manager, by=manager)
    with pytest.raises(StateError):
        name_person(restriction=restriction, person=manager.person, by=manager.person, on=clock.today())


def test_the_audit_tells_who_did_what(child: Child, iro: Membership, colleague: Membership) -> None:
    restriction = close(child, colleague, by=iro)
    name_person(restriction=restriction, person=iro.person, by=iro.person, on=clock.today())
    end_naming(access=restriction.named.get(person=colleague.person), by=iro.person, on=clock.today())
    lift_restriction(restriction=restriction, by=iro.person, on=clock.today())

    events = Event.objects.filter(verb__startswith="restriction.").order_by("pk")
    assert [event.verb for event in events] == [
        "restriction.made",
        "restriction.named",
        "restriction.named",
        "restriction.unnamed",
        "restriction.lifted",
    ]
    assert {tuple(event.child_ids) for event in events} == {(child.pk,)}


LISTS = [
    "children", "without-iro", "named-late", "without-date", "late", "soon", "asked-again", "held",
]  # fmt: skip


def test_lists_searches_and_figures_leave_the_child_out(
    child: Child, iro: Membership, manager: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    client = signed_in(manager)
    assert "Fern Quill" in client.get(reverse("all-children")).content.decode()
    close(child, colleague, by=iro)

    team = client.get(reverse("team")).content.decode()
    assert "0 children and 1 restricted," in team
    addresses = [
        reverse("all-children"),
        f"{reverse('all-children')}?q=100777",
        f"{reverse('allocate-many')}?iro={iro.person.uuid}",
        *(reverse("team-list", args=[name]) for name in LISTS),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "Fern Quill" not in page, address
        assert str(child.uuid) not in page, address
    assert client.get(reverse("child", args=[child.uuid])).status_code == 404


def test_the_officer_and_who_is_named_find_the_child_in_their_list(
    child: Child, iro: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    close(child, colleague, by=iro)

    for one, name in ((iro, "caseload"), (colleague, "closed-records")):
        assert "Fern Quill" in signed_in(one).get(reverse(name)).content.decode()
        page = signed_in(one).get(reverse("child", args=[child.uuid])).content.decode()
        assert "Restricted record." in page


def test_pages_of_a_restriction(
    child: Child, iro: Membership, manager: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    client = signed_in(iro)
    restrict = reverse("child-restrict", args=[child.uuid])
    shown = reverse("child-restriction", args=[child.uuid])
    assert "This child is not restricted" in client.get(shown).content.decode()
    assert colleague.person.name in client.get(restrict).content.decode()

    sent = client.post(restrict, {"reason": "safety", "named": [str(colleague.person.uuid)]})

    assert sent["Location"] == shown
    page = client.get(shown).content.decode()
    assert "Somebody’s safety" in page
    assert colleague.person.name in page
    assert client.get(restrict)["Location"] == shown
    name = reverse("child-restriction-name", args=[child.uuid])
    assert "Who may see the child from today?" in client.get(name).content.decode()
    client.post(name, {"person": str(manager.person.uuid)})
    access = RestrictionAccess.objects.get(person=manager.person)
    taken = client.post(reverse("child-restriction-unname", args=[child.uuid, access.uuid]))
    assert taken["Location"] == shown
    last = RestrictionAccess.objects.get(person=colleague.person)
    refused = client.post(reverse("child-restriction-unname", args=[child.uuid, last.uuid]), follow=True)
    assert "Somebody must be able to reach the child" in refused.content.decode()
    lift = reverse("child-restriction-lift", args=[child.uuid])
    assert client.post(lift)["Location"] == reverse("child", args=[child.uuid])
    assert "not restricted any more" in client.post(lift, follow=True).content.decode()
    again = client.post(name, {"person": str(manager.person.uuid)})
    assert "not restricted any more" in again.content.decode()


def test_a_manager_who_does_not_name_themselves_goes_to_the_team(
    child: Child, manager: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    sent = signed_in(manager).post(
        reverse("child-restrict", args=[child.uuid]),
        {"reason": "colleague", "named": [str(colleague.person.uuid)], "closed_to_iro": "on"},
    )

    assert sent["Location"] == reverse("team")
    assert Restriction.objects.get().closed_to_iro


def test_who_is_named_does_not_restrict(
    child: Child, iro: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    close(child, colleague, by=iro)

    assert signed_in(colleague).get(reverse("child-restriction", args=[child.uuid])).status_code == 404


def test_a_brother_or_sister_who_is_closed_is_not_shown(
    child: Child, iro: Membership, manager: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    from tests.factories.children import RelationshipFactory

    other = PeriodOfCareFactory(child__authority=child.authority).child
    RelationshipFactory(child=other, kind="sibling", name="A sibling", other_child=child)
    client, address = signed_in(manager), reverse("allocate", args=[other.uuid])
    assert "Fern Quill has" in client.get(address).content.decode()

    close(child, colleague, by=iro)

    assert "Fern Quill" not in client.get(address).content.decode()


def test_the_statements_stay_within_their_budgets(
    child: Child, iro: Membership, manager: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    close(child, colleague, by=iro)
    for one, address, most in (
        (iro, reverse("caseload"), 6),
        (manager, reverse("team"), 8),
        (iro, reverse("child", args=[child.uuid]), 10),
        (colleague, reverse("child", args=[child.uuid]), 10),
    ):
        client = signed_in(one)
        client.get(address)
        assert len(statements(lambda client=client, address=address: client.get(address))) <= most
