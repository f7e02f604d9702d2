"""The words of each kind of message, and whom it goes to. Both are worked out when it is sent, never stored.

A kind is a small class in the notifications.py of its app, made known in AppConfig.ready:

    class ReminderDigest(Mail):
        kind, name = "reminder_digest", "Daily reminder"
        template = "reviews/mail/reminder_digest.txt"

        def subject(self, message, recipient): return "IRO portal: 3 duties are late"
        def context(self, message, recipient): return {"late": message.parameters["late"]}

    mail.register(ReminderDigest())

No message holds a child's name or any other detail of a child: counts, days, and the address of the portal.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from audit.models import Message


@dataclass(frozen=True)
class Recipient:
    """Whom a message goes to, as they stand at the moment of sending."""

    id: int
    email: str
    name: str
    active: bool
    """False for a person whose access has ended: they are sent nothing."""


class UnknownKind(LookupError):
    """No part of this process knows the kind; during an update another one may."""


class NoLongerWanted(Exception):
    """What this message told of was taken back before it was sent. The words stand in the list of messages."""


class Mail(ABC):
    """One kind of message."""

    kind: ClassVar[str]
    """What stands in Message.kind. Stable."""
    name: ClassVar[str]
    """What lists call it."""
    template: ClassVar[str]
    """The text, under templates/. It gets `name`, `portal_url` and what `context` gives."""

    @abstractmethod
    def subject(self, message: Message, recipient: Recipient) -> str:
        """One line, without a full stop."""

    def context(self, message: Message, recipient: Recipient) -> dict[str, Any]:
        """What the text needs besides the name and the portal's address."""
        return {}

    def text(self, message: Message, recipient: Recipient) -> str:
        """The whole body."""
        words = {"name": recipient.name, "portal_url": portal_url(), **self.context(message, recipient)}
        return render_to_string(self.template, words)


Addresses = Callable[[Iterable[int]], Mapping[int, tuple[str, str, bool]]]
_kinds: dict[str, Mail] = {}
_addresses: list[Addresses] = []


def register(mail: Mail) -> None:
    """Make a kind known. The same kind twice replaces it."""
    _kinds[mail.kind] = mail


def register_addresses(resolver: Addresses) -> None:
    """Say how people's ids become (e-mail, name, active). The accounts app does, since it stands above this one."""
    _addresses[:] = [resolver]


def names() -> list[tuple[str, str]]:
    """Every known kind and what lists call it."""
    return [(kind, mail.name) for kind, mail in sorted(_kinds.items())]


def name_of(kind: str) -> str:
    """What lists call a kind; the kind itself where it is not known here."""
    return _kinds[kind].name if kind in _kinds else kind


def recipient(person_id: int) -> Recipient | None:
    """The person as they stand now; None where there is no such person."""
    (resolver,) = _addresses
    found = resolver([person_id]).get(person_id)
    return Recipient(person_id, *found) if found else None


def portal_url() -> str:
    """The portal's address without a slash at the end."""
    return settings.PORTAL_URL.rstrip("/")


def compose(message: Message, to: Recipient, connection: Any) -> EmailMessage:
    """The e-mail of one message. Its Message-ID follows from the row, so that a copy sent twice can be told.

    Raises UnknownKind.
    """
    if message.kind not in _kinds:
        raise UnknownKind(message.kind)
    mail = _kinds[message.kind]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(
        subject=mail.subject(message, to),
        body=mail.text(message, to),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to.email],
        headers={"Message-ID": f"<{message.uuid}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
