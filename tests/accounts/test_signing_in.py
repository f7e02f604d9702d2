"""Who gets in, who is kept out and for how long, and what the audit says of it."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client

from accounts.models import LocalAuthority, Person
from audit.models import Event, Message
from core.walls import tell_database
from tests.factories.accounts import PASSWORD, LocalAuthorityFactory, MembershipFactory, PersonFactory
from tests.factories.base import told

LOGIN = "/accounts/login/"


def attempt(email: str, password: str, ip: str = "10.1.1.1", client: Client | None = None):
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=ip)


@pytest.fixture
def iro(db: None) -> Person:
    membership = MembershipFactory(person__email="hazel@northshire.invalid")
    tell_database(membership.authority_id)
    return membership.person


def test_right_password_gets_in_and_is_recorded(iro: Person) -> None:
    client = Client()
    answer = attempt("Hazel@Northshire.invalid", PASSWORD, client=client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    with told(LocalAuthority.objects.get().pk):
        event = Event.objects.get(verb="person.signed_in")
        assert (event.actor_id, event.object_ids) == (iro.pk, [iro.pk])
        assert event.authority_id == iro.memberships.get().authority_id


def test_sign_out_is_a_post_and_recorded(iro: Person) -> None:
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    asked = client.get("/accounts/logout/")
    assert asked.status_code == 200
    assert not Event.objects.filter(verb="person.signed_out").exists()
    client.post("/accounts/logout/")
    assert Event.objects.get(verb="person.signed_out").actor_id == iro.pk
    assert client.get("/people/")["Location"].startswith(LOGIN)


def words_of(page: str) -> str:
    """The page without what changes from one to the next: tokens and the address typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    page = re.sub(r"box-\d+", "", page)
    return re.sub(r'value="[^"]*@[^"]*"', "", page)


def test_unknown_address_and_wrong_password_get_the_same_answer(iro: Person) -> None:
    wrong = attempt(iro.email, "not this one at all")
    unknown = attempt("nobody@northshire.invalid", "not this one at all")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert "The e-mail address or the password is not right. Try again." in wrong.content.decode()
    assert words_of(wrong.content.decode()) == words_of(unknown.content.decode())
    refused = list(Event.objects.filter(verb="person.sign_in_refused").order_by("pk"))
    assert [event.object_ids for event in refused] == [[iro.pk], []]
    assert [event.detail for event in refused] == [{"why": "wrong"}, {"why": "wrong"}]


def test_five_wrong_passwords_lock_that_address_and_nobody_else_in_the_office(iro: Person) -> None:
    colleague = MembershipFactory(person__email="birch@northshire.invalid").person
    for _ in range(4):
        assert "is not right" in attempt(iro.email, "wrong again and again").content.decode()
    fifth = attempt(iro.email, "wrong again and again").content.decode()
    assert "Too many wrong passwords for this e-mail address. Wait 15 minutes, then try again." in fifth
    locked = attempt(iro.email, PASSWORD).content.decode()
    assert "Wait 15 minutes, then try again." in locked
    assert attempt(iro.email, PASSWORD, ip="10.9.9.9").status_code == 200, "from anywhere"
    assert attempt(colleague.email, PASSWORD).status_code == 302, "the same office, another person"
    assert Event.objects.filter(verb="person.sign_in_refused", detail={"why": "locked"}).count() == 3


def test_unknown_address_is_locked_just_the_same(db: None) -> None:
    answers = [attempt("nobody@northshire.invalid", "wrong again").content.decode() for _ in range(6)]
    assert "Wait 15 minutes" in answers[4]
    assert "Wait 15 minutes" in answers[5]


def test_lock_says_what_is_left_and_opens(iro: Person) -> None:
    for _ in range(5):
        attempt(iro.email, "wrong again and again")
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=13)
    )
    assert "Wait 2 minutes, then" in attempt(iro.email, PASSWORD).content.decode()
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=1, seconds=30)
    )
    assert "Wait 1 minute, then" in attempt(iro.email, PASSWORD).content.decode()
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=2))
    assert attempt(iro.email, PASSWORD).status_code == 302


def test_nobody_signs_up(db: None) -> None:
    assert Client().get("/accounts/signup/").status_code in (302, 404)
    assert Client().post("/accounts/signup/", {"email": "new@x.invalid"}).status_code in (302, 404)
    assert not Person.objects.exists()


def test_ended_person_is_out_at_the_next_click(iro: Person) -> None:
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    Person.objects.filter(pk=iro.pk).update(is_active=False)
    assert client.get("/choose-authority/")["Location"].startswith(LOGIN)
    assert attempt(iro.email, PASSWORD).status_code == 302
    assert Client().get("/")["Location"].startswith(LOGIN)


def test_person_without_a_role_today_sees_only_that(db: None) -> None:
    person = PersonFactory()
    client = Client()
    attempt(person.email, PASSWORD, client=client)
    page = client.get("/")
    assert page.status_code == 200
    assert "You have no role in the portal today" in page.content.decode()
    refused = client.get("/people/")
    assert refused.status_code == 403
    assert "You have no role in the portal today" in refused.content.decode()


def test_people_of_a_suspended_authority_are_out(iro: Person) -> None:
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    authority = iro.memberships.get().authority
    authority.suspended_at = iro.created_at
    authority.save()
    page = client.get("/").content.decode()
    assert "The IRO portal of your council is closed for now" in page
    assert f"<strong>{authority.name}</strong> until it is opened again" in page
    assert f"Your administrator at {authority.name}" in page
    assert "no council has given you a role" not in page
    refused = client.get("/children/")
    assert refused.status_code == 403
    assert f"The IRO portal of {authority.name} is closed for now." in refused.content.decode()


def test_people_of_a_suspended_authority_are_told_whom_to_ask(iro: Person) -> None:
    authority = iro.memberships.get().authority
    authority.suspended_at = iro.created_at
    authority.contact_email, authority.contact_phone = "iro.help@northshire.invalid", "01632 960 123"
    authority.save()
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    page = client.get("/").content.decode()
    assert "mailto:iro.help@northshire.invalid" in page
    assert "01632 960 123" in page


def test_who_works_elsewhere_too_is_not_held_up_by_a_suspended_authority(iro: Person) -> None:
    authority = iro.memberships.get().authority
    authority.suspended_at = iro.created_at
    authority.save()
    MembershipFactory(person=iro, role="authority_admin")
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    assert client.get("/")["Location"] == "/people/"


def test_a_role_that_ended_in_a_suspended_authority_is_no_role(iro: Person) -> None:
    membership = iro.memberships.get()
    membership.to_date = membership.from_date
    membership.save()
    LocalAuthority.objects.update(suspended_at=iro.created_at)
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    page = client.get("/").content.decode()
    assert "You have no role in the portal today" in page
    assert "closed" not in page


def test_a_stranger_does_not_learn_that_an_authority_is_suspended(iro: Person) -> None:
    before = [attempt(iro.email, "not this one at all"), Client().get("/accounts/login/")]
    before.append(Client().post("/accounts/password/reset/", {"email": iro.email}, follow=True))
    LocalAuthority.objects.update(suspended_at=iro.created_at)
    after = [attempt(iro.email, "not this one at all"), Client().get("/accounts/login/")]
    after.append(Client().post("/accounts/password/reset/", {"email": iro.email}, follow=True))
    assert [words_of(one.content.decode()) for one in before] == [
        words_of(one.content.decode()) for one in after
    ]
    assert [one.status_code for one in after] == [200, 200, 200]


class TestPasswordReset:
    def test_says_the_same_to_everybody(self, iro: Person) -> None:
        known = Client().post("/accounts/password/reset/", {"email": iro.email})
        unknown = Client().post("/accounts/password/reset/", {"email": "nobody@northshire.invalid"})
        assert (known.status_code, known["Location"]) == (302, "/accounts/password/reset/done/")
        assert (unknown.status_code, unknown["Location"]) == (302, "/accounts/password/reset/done/")
        message = Message.objects.get()
        assert (message.kind, message.recipient_id, message.parameters) == ("password_reset", iro.pk, {})

    def test_ended_person_gets_none(self, iro: Person) -> None:
        Person.objects.filter(pk=iro.pk).update(is_active=False)
        Client().post("/accounts/password/reset/", {"email": iro.email})
        assert not Message.objects.exists()

    def test_the_link_sets_a_password_once_and_opens_a_lock(self, iro: Person) -> None:
        from accounts.notifications import password_link

        for _ in range(5):
            attempt(iro.email, "wrong again and again")
        path = password_link(iro).replace("http://127.0.0.1:8000", "")
        client = Client()
        page = client.get(path, follow=True)
        where = page.redirect_chain[-1][0]
        new = "another long invented password"
        done = client.post(where, {"password1": new, "password2": new})
        assert done.status_code == 302
        assert attempt(iro.email, new).status_code == 302
        assert Event.objects.filter(verb="person.password_changed", actor_id=iro.pk).count() == 1
        again = Client().get(path, follow=True).content.decode()
        assert 'name="password1"' not in again

    def test_a_short_password_is_refused(self, iro: Person) -> None:
        from accounts.notifications import password_link

        client = Client()
        page = client.get(password_link(iro).replace("http://127.0.0.1:8000", ""), follow=True)
        where = page.redirect_chain[-1][0]
        refused = client.post(where, {"password1": "short", "password2": "short"})
        assert refused.status_code == 200
        assert "12 characters" in refused.content.decode()


def test_password_change_asks_for_the_old_one(iro: Person) -> None:
    client = Client()
    attempt(iro.email, PASSWORD, client=client)
    new = "another long invented password"
    where = "/accounts/password/change/"
    refused = client.post(where, {"oldpassword": "not it at all", "password1": new, "password2": new})
    assert "That is not your password now. Try again." in refused.content.decode()
    assert (
        client.post(where, {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    )
    assert client.get("/choose-authority/").status_code == 200, "still signed in here"
    assert attempt(iro.email, new).status_code == 302


def test_role_in_two_authorities_is_one_at_a_time(db: None) -> None:
    first = LocalAuthorityFactory(name="Northshire Council")
    second = LocalAuthorityFactory(name="Larkwater Borough Council")
    stranger = LocalAuthorityFactory(name="Farland Council")
    person = MembershipFactory(authority=first, role="authority_admin").person
    MembershipFactory(authority=second, role="authority_admin", person=person)
    client = Client()
    attempt(person.email, PASSWORD, client=client)
    assert "Northshire Council" in client.get("/people/").content.decode()
    chosen = client.post("/choose-authority/", {"place": str(second.uuid)})
    assert chosen["Location"] == "/"
    assert "<strong>Larkwater Borough Council</strong>" in client.get("/people/").content.decode()
    refused = client.post("/choose-authority/", {"place": str(stranger.uuid)})
    assert refused.status_code == 200
    assert Event.objects.filter(verb="person.authority_chosen").count() == 1
