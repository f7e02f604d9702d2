"""Invitations: one use, two days, taken back at once, and of the link nothing but a hash."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from accounts import actions, invitations, selectors
from accounts.models import Invitation, LocalAuthority, Person
from audit import mail
from audit.models import Event, Message
from audit.outbox import Counts, deliver
from core.errors import StateError
from tests.factories.accounts import InvitationFactory, MembershipFactory, PersonFactory
from tests.factories.base import told
from tests.sink import Sink

SignIn = Callable[..., Client]
NOON = datetime(2026, 4, 21, 11, 30, tzinfo=UTC)
GOOD = "hazel umbrella seventeen"


@pytest.fixture
def admin(signed_in: SignIn, authority: LocalAuthority) -> Client:
    return signed_in("authority_admin", authority, PersonFactory(name="Wren Alderly"))


@pytest.fixture
def person(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, person__name="Hazel Brook", person__password=None).person


def invited(person: Person, authority: LocalAuthority, at: datetime = NOON) -> str:
    """Invite, make the letter as the outbox does, and give the address of the link without the host."""
    with time_machine.travel(at, tick=False):
        invitation = actions.invite(person=person, authority=authority, by=None)
        with told(authority.pk):
            return link_of(letter(Message.objects.get(parameters__invitation=invitation.pk)))


def letter(message: Message) -> str:
    return mail.compose(message, mail.recipient(message.recipient_id), None).body


def link_of(text: str) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+/)", text)[1]


def token_of(link: str) -> str:
    return link.split("/")[2]


def in_two_days(days: float = 1) -> time_machine.travel:
    return time_machine.travel(NOON + timedelta(days=days), tick=False)


class TestTheLetter:
    def test_it_says_who_until_when_and_where(self, person: Person, authority: LocalAuthority) -> None:
        with time_machine.travel(NOON, tick=False):
            actions.invite(person=person, authority=authority, by=None)
            text = letter(Message.objects.get())
        assert text.startswith("Hello Hazel Brook,")
        assert f"the IRO portal of {authority.name}." in text
        assert "until Thursday 23 April 2026 at 12.30pm" in text
        assert len(token_of(link_of(text))) == 43, "256 bits"

    def test_the_link_stands_in_no_row(self, person: Person, authority: LocalAuthority) -> None:
        link = invited(person, authority)
        rows = [*Invitation.objects.values(), *Message.objects.values(), *Event.objects.values()]
        assert token_of(link) not in str(rows)
        assert Invitation.objects.get().token_hash == invitations.hash_of(token_of(link))

    def test_before_it_is_sent_there_is_no_link_at_all(
        self, person: Person, authority: LocalAuthority
    ) -> None:
        actions.invite(person=person, authority=authority, by=None)
        assert Invitation.objects.values_list("token_hash", "expires_at").get() == (None, None)

    def test_a_letter_sent_twice_has_a_new_link_and_the_first_is_dead(
        self, person: Person, authority: LocalAuthority
    ) -> None:
        first = invited(person, authority)
        with in_two_days():
            second = link_of(letter(Message.objects.get()))
            assert invitations.find(token_of(first), at=NOON) is None
            assert invitations.find(token_of(second), at=NOON).person == person

    def test_one_taken_back_before_it_was_sent_is_not_sent(
        self, person: Person, authority: LocalAuthority, sink: Sink
    ) -> None:
        actions.invite(person=person, authority=authority, by=None)
        actions.withdraw_invitation(person=person, authority=authority, by=None)
        assert deliver(now=datetime.now(UTC)) == Counts(cancelled=1)
        assert sink.received == []
        assert Message.objects.get().error == "The invitation was taken back"


class TestComingIn:
    def test_a_look_uses_nothing_up(self, person: Person, authority: LocalAuthority) -> None:
        link = invited(person, authority)
        with in_two_days():
            for _ in range(3):
                page = Client().get(link).content.decode()
                assert person.email in page
                assert 'autocomplete="new-password"' in page
            Client().head(link)
        assert Invitation.objects.get().accepted_at is None

    def test_a_password_lets_in_once(self, person: Person, authority: LocalAuthority) -> None:
        link, client = invited(person, authority), Client()
        with in_two_days():
            assert client.post(link, {"password": GOOD})["Location"] == "/"
            assert client.get("/", follow=True).redirect_chain == [("/children/", 302)]
            again = Client().post(link, {"password": "another quite long one"})
            assert "This link no longer works" in again.content.decode()
        person.refresh_from_db()
        assert person.check_password(GOOD)
        assert Invitation.objects.get().accepted_at == NOON + timedelta(days=1)
        accepted = Event.objects.get(verb="person.invitation_accepted")
        assert (accepted.actor_id, accepted.authority_id) == (person.pk, authority.pk)
        assert Event.objects.filter(verb="person.signed_in", actor_id=person.pk).count() == 1

    def test_who_has_a_password_by_now_sets_no_other(self, person: Person, authority: LocalAuthority) -> None:
        link = invited(person, authority)
        person.set_password("Set by another link of theirs")
        person.save()
        with in_two_days(), pytest.raises(StateError):
            actions.accept_invitation(token=token_of(link), password=GOOD, at=NOON + timedelta(days=1))
        person.refresh_from_db()
        assert person.check_password("Set by another link of theirs")

    def test_of_two_at_once_the_second_finds_it_used(
        self, person: Person, authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token, at = token_of(invited(person, authority)), NOON + timedelta(hours=1)
        found_by_both = invitations.find(token, at=at)
        actions.accept_invitation(token=token, password=GOOD, at=at)
        monkeypatch.setattr(invitations, "find", lambda *_, **__: found_by_both)
        with pytest.raises(StateError):
            actions.accept_invitation(token=token, password="quite another four words", at=at)
        person.refresh_from_db()
        assert person.check_password(GOOD)

    @override_settings(REQUIRE_SECOND_FACTOR=True)
    def test_then_the_second_factor(self, person: Person, authority: LocalAuthority) -> None:
        link, client = invited(person, authority), Client()
        with in_two_days():
            client.post(link, {"password": GOOD})
            assert client.get("/children/")["Location"] == "/accounts/2fa/totp/activate/"
            page = client.get("/accounts/2fa/totp/activate/")
        assert (page.status_code, page.headers.get("Location")) == (200, None), "the password was just given"

    @pytest.mark.parametrize(
        ("password", "said"),
        [("", "Fill in “Password”"), ("short one", "12 characters"), ("administrator", "tried first")],
    )
    def test_a_weak_password_is_refused_and_the_link_stays(
        self, person: Person, authority: LocalAuthority, password: str, said: str
    ) -> None:
        link = invited(person, authority)
        with in_two_days():
            assert said in Client().post(link, {"password": password}).content.decode()
            assert invitations.find(token_of(link), at=NOON) is not None

    @pytest.mark.parametrize(("days", "works"), [(1.999, True), (2, False), (30, False)])
    def test_two_days(self, person: Person, authority: LocalAuthority, days: float, works: bool) -> None:
        link = invited(person, authority)
        with in_two_days(days):
            page = Client().get(link)
            Client().post(link, {"password": GOOD})
        assert page.status_code == 200
        assert ("This link no longer works" in page.content.decode()) != works
        person.refresh_from_db()
        assert person.has_usable_password() == works

    def test_whose_access_ended_does_not_come_in(self, person: Person, authority: LocalAuthority) -> None:
        link = invited(person, authority)
        actions.end_person(person=person, authority=authority, by=None, on=NOON.date())
        with in_two_days():
            assert "no longer works" in Client().post(link, {"password": GOOD}).content.decode()
        assert Invitation.objects.get().withdrawn_at is not None

    def test_of_two_councils_letters_one_is_enough(
        self, person: Person, authority: LocalAuthority, other_authority: LocalAuthority
    ) -> None:
        MembershipFactory(authority=other_authority, person=person)
        theirs, ours = invited(person, other_authority), invited(person, authority)
        with in_two_days():
            Client().post(ours, {"password": GOOD})
            assert "no longer works" in Client().get(theirs).content.decode()
            with pytest.raises(StateError, match="used"):
                actions.accept_invitation(token=token_of(theirs), password="x", at=NOON)

    def test_a_link_nobody_has(self, db: None) -> None:
        page = Client().get("/invitation/nobodys/")
        assert page.status_code == 200
        assert "This link no longer works" in page.content.decode()

    def test_somebody_signed_in_is_asked_to_sign_out(
        self, admin: Client, person: Person, authority: LocalAuthority
    ) -> None:
        link = invited(person, authority)
        with in_two_days():
            assert "Sign out first" in admin.post(link, {"password": GOOD}).content.decode()
        person.refresh_from_db()
        assert not person.has_usable_password()

    def test_the_page_is_kept_nowhere(self, person: Person, authority: LocalAuthority) -> None:
        link = invited(person, authority)
        with in_two_days():
            assert "no-store" in Client().get(link)["Cache-Control"]


class TestAgainAndBack:
    def test_sent_again_the_old_link_is_dead(self, person: Person, authority: LocalAuthority) -> None:
        first = invited(person, authority)
        second = invited(person, authority, NOON + timedelta(hours=1))
        assert invitations.find(token_of(first), at=NOON) is None
        assert invitations.find(token_of(second), at=NOON) is not None

    def test_a_double_click_sends_one(self, admin: Client, person: Person) -> None:
        for _ in range(2):
            admin.post(f"/people/{person.uuid}/invite/")
        assert Message.objects.count() == 1
        assert Event.objects.filter(verb="person.invited", actor_id=admin.person.pk).count() == 1

    def test_taken_back_it_is_dead_at_once(
        self, admin: Client, person: Person, authority: LocalAuthority
    ) -> None:
        link = invited(person, authority)
        answer = admin.post(f"/people/{person.uuid}/invitation/withdraw/")
        assert answer["Location"] == f"/people/{person.uuid}/"
        with in_two_days():
            assert "no longer works" in Client().get(link).content.decode()
        event = Event.objects.get(verb="person.invitation_withdrawn")
        assert event.object_ids == [Invitation.objects.get().pk]
        with pytest.raises(StateError, match="No invitation"):
            actions.withdraw_invitation(person=person, authority=authority, by=None)

    def test_who_has_a_password_needs_none(self, admin: Client, authority: LocalAuthority) -> None:
        person = MembershipFactory(authority=authority).person
        page = admin.post(f"/people/{person.uuid}/invite/", follow=True).content.decode()
        assert "has set a password" in page
        assert not Invitation.objects.exists()


class TestTheListOfPeople:
    def test_each_state(self, authority: LocalAuthority) -> None:
        def one(name: str, **facts: object) -> None:
            made = MembershipFactory(authority=authority, person__name=name, person__password=None)
            InvitationFactory(person=made.person, authority=authority, **facts)

        one("A", token_hash="a" * 64, expires_at=NOON + timedelta(hours=5))
        one("B", token_hash="b" * 64, expires_at=NOON)
        one("C", withdrawn_at=NOON)
        one("D")
        MembershipFactory(authority=authority, person__name="E", person__password=None)
        MembershipFactory(authority=authority, person__name="F")
        rows = selectors.people_of(authority, NOON.date(), at=NOON)
        assert [(row.name, row.state) for row in rows] == [
            ("A", "invited until Tue 21 Apr, 5.30pm"),
            ("B", "invitation expired on Tue 21 Apr, 12.30pm"),
            ("C", "invitation taken back"),
            ("D", "invitation on its way"),
            ("E", "not invited"),
            ("F", ""),
        ]

    def test_accepted_on_the_persons_page(
        self, admin: Client, person: Person, authority: LocalAuthority
    ) -> None:
        link = invited(person, authority)
        assert "Invitation expired on" in admin.get(f"/people/{person.uuid}/").content.decode()
        with in_two_days():
            Client().post(link, {"password": GOOD})
        page = admin.get(f"/people/{person.uuid}/").content.decode()
        assert "Invitation accepted on Wed 22 Apr 2026. Last signed in on Wed 22 Apr 2026." in page
        assert "Has no second factor" in page

    def test_as_many_statements_for_many(
        self, authority: LocalAuthority, django_assert_num_queries: Callable[..., object]
    ) -> None:
        for _ in range(20):
            made = MembershipFactory(authority=authority, person__password=None)
            InvitationFactory(person=made.person, authority=authority)
        with django_assert_num_queries(3):
            assert len(selectors.people_of(authority, NOON.date(), at=NOON)) == 20

    @pytest.mark.parametrize(
        ("show", "names"),
        [
            ("", ["Came in", "Hazel Brook", "Wren Alderly"]),
            ("not-accepted", ["Hazel Brook"]),
            ("never-in", ["Came in", "Hazel Brook"]),
            ("no-factor", ["Hazel Brook", "Wren Alderly"]),
            ("anything", ["Came in", "Hazel Brook", "Wren Alderly"]),
        ],
    )
    def test_filter(
        self, admin: Client, person: Person, authority: LocalAuthority, show: str, names: list[str]
    ) -> None:
        from allauth.mfa.totp.internal.auth import TOTP

        with_factor = MembershipFactory(authority=authority, person__name="Came in").person
        TOTP.activate(with_factor, "JBSWY3DPEHPK3PXP")
        page = admin.get("/people/", {"show": show}).content.decode()
        assert re.findall(r'p-table__name"[^>]*>([^<]+)<', page) == names
        assert Event.objects.filter(verb="people.listed").latest("pk").object_ids
        if show in ("not-accepted", "never-in", "no-factor"):
            assert f"{len(names)} of 3 shown" in page


def test_signing_in_by_invitation_counts_as_signed_in(person: Person, authority: LocalAuthority) -> None:
    link = invited(person, authority)
    with in_two_days():
        Client().post(link, {"password": GOOD})
    person.refresh_from_db()
    assert person.last_login == NOON + timedelta(days=1)
