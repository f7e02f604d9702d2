"""The first person of a new portal."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Invitation, LocalAuthority, Membership, Person
from audit.models import Event, Message
from core import clock
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


def make(email: str = "Sol.Underhay@Portal.Invalid", name: str = "Sol Underhay") -> str:
    """What the command prints."""
    said = StringIO()
    call_command("make_platform_admin", email=email, name=name, stdout=said)
    return said.getvalue()


def test_makes_somebody_who_can_set_a_password() -> None:
    said = make()

    person = Person.objects.get()
    membership = Membership.objects.get()
    assert (person.email, person.name) == ("sol.underhay@portal.invalid", "Sol Underhay")
    assert not person.has_usable_password()
    assert (membership.role, membership.authority, membership.from_date) == (
        "platform_admin",
        None,
        clock.today(),
    )
    assert Message.objects.get().kind == "invitation"
    assert said == (
        "sol.underhay@portal.invalid is a platform administrator now.\n"
        "An invitation goes to them by e-mail. It works once, for two days.\n"
    )


def test_stands_in_the_audit_as_the_systems_act() -> None:
    make()

    assert list(Event.objects.order_by("pk").values_list("verb", "actor_id", "authority_id")) == [
        ("person.added", None, None),
        ("membership.given", None, None),
        ("person.invited", None, None),
    ]


def test_somebody_who_has_a_password_keeps_it(authority: LocalAuthority) -> None:
    person = MembershipFactory(authority=authority).person
    person.set_password("a-long-and-quiet-word")
    person.save()

    said = make(email=person.email, name="Somebody else")

    person.refresh_from_db()
    assert person.check_password("a-long-and-quiet-word")
    assert person.name != "Somebody else"
    assert not Message.objects.exists()
    assert "the password they have" in said


def test_a_second_run_changes_nothing_for_who_has_come_in() -> None:
    make()
    person = Person.objects.get()
    person.set_password("a-long-and-quiet-word")
    person.save()

    with pytest.raises(CommandError, match="has that role"):
        make()

    assert (Person.objects.count(), Membership.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_a_second_run_invites_again_who_has_not() -> None:
    make()
    Invitation.objects.update(created_at=clock.now() - timedelta(days=3))

    assert "An invitation goes to them" in make()

    assert (Person.objects.count(), Membership.objects.count(), Message.objects.count()) == (1, 1, 2)
    assert Invitation.objects.filter(withdrawn_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("email", "name", "why"),
    [("not an address", "Sol", "is no e-mail address"), ("sol@portal.invalid", " ", "Give a name")],
)
def test_refuses_what_cannot_be(email: str, name: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        make(email=email, name=name)

    assert not Person.objects.exists()
