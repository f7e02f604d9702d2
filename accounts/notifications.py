"""The messages of this app: each a row of the outbox first. Their words and links are made when they are sent."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts import invitations
from accounts.models import LocalAuthority, Person
from audit import mail
from audit.actions import record
from audit.models import Message
from audit.outbox import DELIVER_TASK
from audit.verbs import Verb
from core import clock
from core.dates import local_day, long_time
from core.queue import enqueue

INVITATION = "invitation"
PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind of message


class Invited(mail.Mail):
    """To somebody who was just added. The link is made when it is sent and stands in no row."""

    kind, name = INVITATION, "Invitation, with a link to set the first password"
    template = "accounts/mail/invitation.txt"

    def subject(self, message: Message, recipient: mail.Recipient) -> str:
        """One line."""
        return "IRO portal: you are invited"

    def context(self, message: Message, recipient: mail.Recipient) -> dict[str, Any]:
        """The link, until when it works, and the council that sent it. Raises NoLongerWanted."""
        authority = LocalAuthority.objects.filter(pk=message.authority_id).first()
        at = clock.now()
        token = invitations.make_link(
            invitation_id=message.parameters["invitation"], authority=authority, at=at
        )
        if token is None:
            raise mail.NoLongerWanted("The invitation was taken back")
        return {
            "link": mail.portal_url() + reverse("invitation", args=[token]),
            "until": long_time(at + invitations.LASTS),
            "council": authority.name if authority else "",
        }


class PasswordReset(mail.Mail):
    """To somebody who has forgotten their password. The link is made when it is sent and stands in no row."""

    kind, name = PASSWORD_RESET, "Link to set a new password"
    template = "accounts/mail/password_reset.txt"

    def subject(self, message: Message, recipient: mail.Recipient) -> str:
        """One line."""
        return "IRO portal: set a new password"

    def context(self, message: Message, recipient: mail.Recipient) -> dict[str, Any]:
        """The link."""
        return {"link": password_link(Person.objects.get(pk=recipient.id))}


def register() -> None:
    """Called once, when the apps are ready."""
    mail.register(Invited())
    mail.register(PasswordReset())


def password_link(person: Person) -> str:
    """The address to set a password at. It stops working once used, after 3 days, or when the address changes."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    where = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return mail.portal_url() + reverse("account_reset_password_from_key", kwargs=where)


def ask_to_set_password(*, person: Person, kind: str, at: datetime, authority_id: int | None = None) -> bool:
    """Put a message with a link to set a new password into the outbox: `kind` is PASSWORD_RESET.

    At most one a minute for one person, so that a double click sends one. False where one was there already, and for
    somebody who has no password yet: they come in by their invitation, which an administrator can take back.
    """
    if not person.has_usable_password():
        return False
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
