"""The link of an invitation: made when it is sent, known by its hash, found by who holds it.

Two hundred and fifty-six random bits, so that nobody guesses one. They stand in the mail and in no row.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import Invitation, LocalAuthority
from accounts.scoping import in_authority

LASTS = timedelta(days=2)
"""From the sending on."""


def hash_of(token: str) -> str:
    """What is kept of a link. Its bits are random, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(*, invitation_id: int, authority: LocalAuthority | None, at: datetime) -> str | None:
    """A new secret for an invitation that is about to be sent; an earlier one stops working. None where it is over."""
    token = secrets.token_urlsafe(32)
    with in_authority(authority):
        changed = Invitation.objects.filter(
            pk=invitation_id, accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(token_hash=hash_of(token), expires_at=at + LASTS)
    return token if changed else None


def find(token: str, *, at: datetime) -> Invitation | None:
    """The invitation this link opens, with its person and authority; None for one that is used, too old or unknown.

    Somebody who set a password in the meantime needs none any more, whoever invited them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, authority_id FROM accounts_invitation_place(%s)", [hash_of(token)])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, authority_id = found
    authority = LocalAuthority.objects.get(pk=authority_id) if authority_id else None
    with in_authority(authority):
        invitation = (
            Invitation.objects.filter(
                pk=pk, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
            )
            .select_related("person", "authority")
            .first()
        )
    if invitation is None or not invitation.person.is_active or invitation.person.has_usable_password():
        return None
    return invitation
