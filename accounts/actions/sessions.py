"""Ending sign-ins that are open elsewhere."""

from django.db import transaction

from accounts.models import Person, Session
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.errors import DomainError


@transaction.atomic
def end_session(*, session: Session, by: Person) -> None:
    """End one's own sign-in on another device: its next request is a stranger's. DomainError for somebody else's."""
    if session.person_id != by.pk:
        raise DomainError("This is not your sign-in.")
    session.delete()
    record(Verb.SESSIONS_ENDED, by=by, authority_id=None, objects=[by], count=1)


@transaction.atomic
def end_sessions(*, person: Person, but: str, by: Person) -> int:
    """End all sign-ins of a person but the one with this key; gives how many there were."""
    ended, _ = Session.objects.filter(person=person).exclude(pk=but).delete()
    record(Verb.SESSIONS_ENDED, by=by, authority_id=None, objects=[person], count=ended)
    return ended


def clear_ended() -> None:
    """Remove what has ended long ago, for everybody: nobody's sign-ins are kept longer than they last."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
