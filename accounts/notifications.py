"""The messages of this app: each a row of the outbox first. Their words and links are made when they are sent."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import LocalAuthority, Person
from audit import mail
from audit.actions import record
from audit.models import Message
from audit.outbox import DELIVER_TASK
from audit.verbs import Verb
from core.dates import local_day
from core.queue import enqueue

WELCOME = "welcome"
PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of message


class _WithLink(mail.Mail):
    """A message with a link to set a password. The link is made when it is sent and stands in no row."""

    def context(self, message: Message, recipient: mail.Recipient) -> dict[str, Any]:
        """The link, and the council that sent it."""
        authority = LocalAuthority.objects.filter(pk=message.authority_id).first()
        return {
            "link": password_link(Person.objects.get(pk=recipient.id)),
            "council": authority.name if authority else "",
        }


class Welcome(_WithLink):
    """To somebody who was just added."""

    kind, name = WELCOME, "Welcome, with a link to set a password"
    template = "accounts/mail/welcome.txt"

    def subject(self, message: Message, recipient: mail.Recipient) -> str:
        """One line."""
        return "IRO portal: set your password"


class PasswordReset(_WithLink):
    """To somebody who has forgotten their password."""

    kind, name = PASSWORD_RESET, "Link to set a new password"
    template = "accounts/mail/password_reset.txt"

    def subject(self, message: Message, recipient: mail.Recipient) -> str:
        """One line."""
        return "IRO portal: set a new password"


def register() -> None:
    """Called once, when the apps are ready."""
    mail.register(Welcome())
    mail.register(PasswordReset())


def password_link(person: Person) -> str:
    """The address to set a password at. It stops working once used, after 3 days, or when the address changes."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    where = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return mail.portal_url() + reverse("account_reset_password_from_key", kwargs=where)


def ask_to_set_password(*, person: Person, kind: str, at: datetime, authority_id: int | None = None) -> bool:
    """Put a message with a link to set a password into the outbox: `kind` is WELCOME or PASSWORD_RESET.

    At most one a minute for one person, so that a double click sends one. False where one was there already.
    """
    _message, made = Message.objects.get_or_create(
        key=f"{kind}:{person.pk}:{at:%Y%m%d%H%M}",
        defaults={
            "authority_id": authority_id,
            "recipient_id": person.pk,
            "kind": kind,
            "for_date": local_day(at),
        },
    )
    if made:
        record(Verb.PASSWORD_LINK_ASKED, by=None, authority_id=authority_id, objects=[person], kind=kind)
        enqueue(DELIVER_TASK)
    return made
