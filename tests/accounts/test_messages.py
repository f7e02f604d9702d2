"""The messages of this app: once only, with a link made when they are sent, and no secret in the database."""

from datetime import UTC, datetime

from django.test import Client

from accounts.models import LocalAuthority
from accounts.notifications import ask_to_set_password
from audit import mail
from audit.models import Event, Message
from tests.factories.accounts import MembershipFactory, PersonFactory

NOON = datetime(2026, 4, 21, 11, 30, tzinfo=UTC)


def test_a_double_click_sends_one(db: None) -> None:
    person = PersonFactory()
    assert ask_to_set_password(person=person, kind="password_reset", at=NOON)
    assert not ask_to_set_password(person=person, kind="password_reset", at=NOON.replace(second=59))
    assert ask_to_set_password(person=person, kind="password_reset", at=NOON.replace(minute=31))
    assert Message.objects.count() == 2
    assert Event.objects.filter(verb="person.password_link_asked").count() == 2


def test_the_link_is_in_the_letter_and_nowhere_in_the_row(authority: LocalAuthority) -> None:
    person = MembershipFactory(authority=authority, person__name="Hazel O’Brook & Sons").person
    ask_to_set_password(person=person, kind="password_reset", at=NOON, authority_id=authority.pk)
    message = Message.objects.get()
    letter = mail.compose(message, mail.recipient(person.pk), None)
    assert letter.to == [person.email]
    assert letter.body.startswith("Hello Hazel O’Brook & Sons,")
    link = next(line for line in letter.body.splitlines() if "/accounts/password/reset/key/" in line)
    assert link.startswith("http://127.0.0.1:8000/")
    row = str(Message.objects.values().get())
    assert link.rpartition("/key/")[2].strip("/") not in row
    page = Client().get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    assert 'name="password1"' in page.content.decode()


def test_who_has_no_password_yet_gets_no_link_to_a_new_one(authority: LocalAuthority) -> None:
    """Else “Forgotten your password?” would let in whose invitation was taken back."""
    person = MembershipFactory(authority=authority, person__password=None).person
    Client().post("/accounts/password/reset/", {"email": person.email})
    assert not ask_to_set_password(person=person, kind="password_reset", at=NOON)
    assert not Message.objects.exists()


def test_letter_about_a_forgotten_password(db: None) -> None:
    person = PersonFactory()
    ask_to_set_password(person=person, kind="password_reset", at=NOON)
    letter = mail.compose(Message.objects.get(), mail.recipient(person.pk), None)
    assert letter.subject == "IRO portal: set a new password"
    assert "If it was not you, do nothing" in letter.body
