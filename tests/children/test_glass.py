"""Breaking the glass: an hour of reading, told at once, looked at afterwards; and what it does not open."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority, Membership
from audit.mail import Recipient
from audit.models import Event, Message
from children.actions import glass as actions
from children.actions.restriction import restrict_child
from children.models import BreakGlass, Child
from children.notifications import GlassBroken
from core import clock
from core.errors import DomainError, StateError
from tests.factories.accounts import MembershipFactory
from tests.factories.children import AllocationFactory, ChildFactory, PeriodOfCareFactory
from tests.signing_in import come_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], Client]
REASON = "The police rang: they need to know who looks after the child tonight."


@pytest.fixture
def child(in_scope: LocalAuthority, iro: Membership) -> Child:
    """Of another officer than who asks."""
    period = PeriodOfCareFactory(child__authority=in_scope, child__name="Fern Quill", child__number="100777")
    AllocationFactory(child=period.child, iro=iro.person)
    return period.child


@pytest.fixture
def colleague(authority: LocalAuthority) -> Membership:
    return MembershipFactory(authority=authority)


def open_it(client: Client, number: str = "100777", reason: str = REASON) -> Any:
    return client.post(reverse("glass-break"), {"number": number, "reason": reason})


def test_an_officer_reads_a_colleagues_child_for_an_hour(
    child: Child, colleague: Membership, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, page = signed_in(colleague), reverse("child", args=[child.uuid])
    assert client.get(page).status_code == 404
    assert client.get(reverse("glass-break")).status_code == 200

    assert open_it(client)["Location"] == page

    shown = client.get(page).content.decode()
    assert "Fern Quill" in shown
    assert "60 minutes left" in shown
    assert "Close now" in client.get(reverse("caseload")).content.decode()
    glass = BreakGlass.objects.get()
    assert glass.reason == REASON
    assert glass.until - glass.opened_at == timedelta(hours=1)
    assert REASON not in str(list(Event.objects.values_list("detail", flat=True)))
    BreakGlass.objects.update(opened_at=glass.opened_at - timedelta(hours=2), until=clock.now())
    assert client.get(page).status_code == 404
    assert "Close now" not in client.get(reverse("caseload")).content.decode()
    assert "glass" not in client.session


def test_it_is_for_reading_only(
    child: Child, manager: Membership, iro: Membership, signed_in: SignIn
) -> None:
    restrict_child(child=child, reason="adoption", named=[iro.person], by=iro.person, on=clock.today())
    client = signed_in(manager)
    open_it(client)

    page = client.get(reverse("child", args=[child.uuid])).content.decode()
    assert "Fern Quill" in page
    for name in ("child-edit", "person-around-add", "child-restriction", "allocate"):
        address = reverse(name, args=[child.uuid])
        assert address not in page
        assert client.get(address).status_code == 404
    edit = reverse("child-edit", args=[child.uuid])
    assert client.post(edit, {"name": "Other", "version": "1"}).status_code == 404
    child.refresh_from_db()
    assert child.name == "Fern Quill"
    assert client.get(reverse("care-plan", args=[child.uuid])).status_code == 200


def test_another_session_of_the_same_person_does_not_look_through_it(
    child: Child, colleague: Membership, signed_in: SignIn
) -> None:
    open_it(signed_in(colleague))

    assert signed_in(colleague).get(reverse("child", args=[child.uuid])).status_code == 404


def test_close_now(child: Child, colleague: Membership, signed_in: SignIn) -> None:
    client = signed_in(colleague)
    open_it(client)
    glass = BreakGlass.objects.get()
    close = reverse("glass-close", args=[glass.uuid])

    client.post(close)
    client.post(close)

    assert client.get(reverse("child", args=[child.uuid])).status_code == 404
    assert Event.objects.filter(verb="glass.closed").count() == 1


def test_without_a_fresh_factor_it_is_asked_for(child: Child, colleague: Membership) -> None:
    client = come_in(Client(), colleague.person, minutes_ago=11)

    assert client.get(reverse("glass-break"))["Location"].startswith("/accounts/")
    assert "No child here" not in open_it(client).content.decode()
    assert not BreakGlass.objects.exists()


def test_a_wrong_number_answers_like_one_of_another_authority_and_is_slowed(
    child: Child, colleague: Membership, other_authority: LocalAuthority, signed_in: SignIn
) -> None:
    ChildFactory(authority=other_authority, number="200888")
    client = signed_in(colleague)

    pages = [open_it(client, number).content.decode().replace(number, "") for number in ("200888", "999999")]
    first, second = (re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page) for page in pages)
    assert first == second
    assert "No child here has that number" in first
    for number in ("1", "2", "3"):
        open_it(client, number)

    assert "Too many numbers were tried" in open_it(client).content.decode()
    assert Event.objects.filter(verb="glass.refused", actor_id=colleague.person_id).count() == 5
    assert not BreakGlass.objects.exists()


def test_a_reason_is_a_sentence(child: Child, colleague: Membership, signed_in: SignIn) -> None:
    assert "Say in a sentence" in open_it(signed_in(colleague), reason="Need it").content.decode()


def test_what_one_sees_anyway_is_not_opened(child: Child, iro: Membership, signed_in: SignIn) -> None:
    assert "You can see this child already" in open_it(signed_in(iro)).content.decode()


def test_twice_is_refused(child: Child, colleague: Membership) -> None:
    again = {"child": child, "reason": REASON, "by": colleague.person, "on": clock.today()}
    actions.break_glass(**again)

    with pytest.raises(StateError):
        actions.break_glass(**again)


def test_managers_and_the_officer_are_told_at_once_and_nothing_of_the_child(
    child: Child, iro: Membership, manager: Membership, colleague: Membership
) -> None:
    actions.break_glass(child=child, reason=REASON, by=colleague.person, on=date(2026, 4, 30))

    told = Message.objects.filter(kind="glass_broken")
    assert set(told.values_list("recipient_id", flat=True)) == {iro.person_id, manager.person_id}
    message = told.first()
    assert message is not None
    assert message.parameters == {"look_by": "2026-05-05"}  # the 4th is a bank holiday
    mail, to = GlassBroken(), Recipient(1, "a@northshire.invalid", "Jas", active=True)
    assert mail.subject(message, to) == "IRO portal: a closed record was opened"
    assert mail.context(message, to)["look_by"] == "Tuesday 5 May 2026"


def test_an_officer_who_is_taken_off_is_not_told(
    child: Child, iro: Membership, manager: Membership, colleague: Membership
) -> None:
    restrict_child(
        child=child, reason="colleague", named=[manager.person], closed_to_iro=True, by=manager.person,
        on=clock.today(),
    )  # fmt: skip
    actions.break_glass(child=child, reason=REASON, by=colleague.person, on=clock.today())

    assert set(Message.objects.values_list("recipient_id", flat=True)) == {manager.person_id}


def test_an_officer_taken_off_who_breaks_the_glass_reads_as_anybody(
    child: Child, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    restrict_child(
        child=child, reason="colleague", named=[manager.person], closed_to_iro=True, by=manager.person,
        on=clock.today(),
    )  # fmt: skip
    client = signed_in(iro)
    open_it(client)

    page = client.get(reverse("child", args=[child.uuid])).content.decode()
    assert "Fern Quill" in page
    assert reverse("child-edit", args=[child.uuid]) not in page


def test_a_manager_looks_at_it(
    child: Child, manager: Membership, colleague: Membership, signed_in: SignIn
) -> None:
    glass = actions.break_glass(child=child, reason=REASON, by=colleague.person, on=clock.today())
    BreakGlass.objects.update(look_by=clock.today() - timedelta(days=1))
    client, look = signed_in(manager), reverse("glass-look", args=[glass.uuid])
    listed = client.get(reverse("glass-list")).content.decode()
    assert "1 late" in listed
    assert "Child 100777" in listed
    assert REASON in client.get(look).content.decode()

    assert "Say what follows" in client.post(look, {"outcome": "wrong"}).content.decode()
    client.post(look, {"outcome": "wrong", "words": "Talked with them."})

    glass.refresh_from_db()
    assert (glass.outcome, glass.looked_by) == ("wrong", manager.person)
    listed = client.get(reverse("glass-list")).content.decode()
    assert "It should not have been opened" in listed
    assert "0 to be looked at" in listed
    assert "looked at this already" in client.post(look, {"outcome": "right"}).content.decode()


def test_nobody_looks_at_their_own(
    child: Child, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    restrict_child(child=child, reason="other", named=[iro.person], by=iro.person, on=clock.today())
    glass = actions.break_glass(child=child, reason=REASON, by=manager.person, on=clock.today())
    client = signed_in(manager)

    listed = client.get(reverse("glass-list")).content.decode()
    assert "Somebody else has to look at yours" in listed
    assert "A child closed to you" in listed
    with pytest.raises(DomainError) as refused:
        actions.look_at_glass(glass=glass, outcome="right", words="", by=manager.person)
    assert refused.value.code == "own_glass"


def test_an_empty_list_says_so(manager: Membership, signed_in: SignIn) -> None:
    assert "Nobody has opened" in signed_in(manager).get(reverse("glass-list")).content.decode()
