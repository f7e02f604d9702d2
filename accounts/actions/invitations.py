"""Inviting somebody, taking that back, and their coming in."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts import invitations
from accounts.models import Invitation, LocalAuthority, Person
from accounts.notifications import INVITATION
from accounts.scoping import in_authority, in_its_authority
from audit.actions import record
from audit.models import Message
from audit.outbox import DELIVER_TASK
from audit.verbs import Verb
from core import clock
from core.dates import local_day
from core.errors import StateError
from core.queue import enqueue

DOUBLE_CLICK = timedelta(minutes=1)
"""One asked for again so soon, and not yet sent, is the same."""
OVER = "This invitation has been used, is too old or was taken back. Ask for a new one."


@in_its_authority
def invite(*, person: Person, authority: LocalAuthority | None, by: Person | None) -> Invitation:
    """Send somebody without a password a link to set their first one. An earlier link stops working at once.

    Raises StateError for somebody who has a password: they use “Forgotten your password?”.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.has_usable_password():
        raise StateError(
            "This person has set a password. They can use “Forgotten your password?” to get a new one."
        )
    at = clock.now()
    earlier = open_invitations(person, authority)
    if just_made := earlier.filter(token_hash__isnull=True, created_at__gt=at - DOUBLE_CLICK).first():
        return just_made
    earlier.update(withdrawn_at=at)
    invitation = Invitation.objects.create(person=person, authority=authority)
    authority_id = authority.pk if authority else None
    Message.objects.create(
        key=f"{INVITATION}:{invitation.pk}",
        authority_id=authority_id,
        recipient_id=person.pk,
        kind=INVITATION,
        parameters={"invitation": invitation.pk},
        for_date=local_day(at),
    )
    record(Verb.INVITED, by=by, authority_id=authority_id, objects=[invitation], person=person.pk)
    enqueue(DELIVER_TASK)
    return invitation


@in_its_authority
def withdraw_invitation(*, person: Person, authority: LocalAuthority | None, by: Person | None) -> None:
    """Make an invitation worthless at once, sent or not. The roles stay. Raises StateError where none is open."""
    open_rows = open_invitations(person, authority)
    ids = list(open_rows.values_list("pk", flat=True))
    if not open_rows.update(withdrawn_at=clock.now()):
        raise StateError("No invitation of this person is open.")
    record(
        Verb.INVITATION_WITHDRAWN,
        by=by,
        authority_id=authority.pk if authority else None,
        object_type=Invitation._meta.label_lower,
        object_ids=ids,
        person=person.pk,
    )


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime, by: Person | None = None) -> Person:
    """Set the first password of whoever holds this link, which is used up by that. `by` is always they themselves.

    Raises StateError where the link is used, withdrawn or too old. Of two at once the second finds it used.
    """
    found = invitations.find(token, at=at)
    if found is None:
        raise StateError(OVER)
    with in_authority(found.authority):
        person = Person.objects.select_for_update().get(pk=found.person_id)
        changed = open_invitations(person, found.authority).filter(token_hash=invitations.hash_of(token))
        if person.has_usable_password() or not changed.update(accepted_at=at):
            raise StateError(OVER)
        person.set_password(password)
        person.save(update_fields=["password"])
        record(
            Verb.INVITATION_ACCEPTED,
            by=by or person,
            authority_id=found.authority_id,
            objects=[found],
            person=person.pk,
        )
    return person


def open_invitations(person: Person, authority: LocalAuthority | None) -> QuerySet[Invitation]:
    """The invitations to one place that are neither accepted nor withdrawn; one that is too old counts."""
    return Invitation.objects.filter(
        person=person, authority=authority, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
