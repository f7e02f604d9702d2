"""Breaking the glass: reading one child closed to oneself for an hour, told at once, and looked at afterwards."""

from datetime import date, timedelta

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Person
from accounts.roles import IRO_MANAGER
from accounts.standing import holders
from accounts.working_days import calendar_for
from audit.actions import record
from audit.models import Event, Message
from audit.outbox import DELIVER_TASK
from audit.verbs import Verb
from children.access import visible_children
from children.enums import GlassOutcome
from children.models import Allocation, BreakGlass, Child, Restriction
from children.notifications import GLASS_BROKEN
from core import clock
from core.dates import local_day
from core.errors import DomainError, StateError
from core.locking import locked
from core.queue import enqueue

OPEN_FOR = timedelta(minutes=60)
LOOKED_AT_WITHIN = 2
"""Working days within which a manager looks at it."""
WRONG_NUMBERS, WITHIN = 5, timedelta(minutes=15)
"""So many numbers that opened nothing, in that time, and no more are taken for a while."""


def closed_child(actor: Actor, number: str, *, on: date) -> Child | None:
    """The child of this 903 number, to be opened; None, and kept in the audit, where there is none.

    A number nobody has, another authority's and a mistyped one all give None. Raises DomainError where too many were
    tried, and for a child the person reaches anyway.
    """
    tried = Event.objects.filter(
        authority_id=actor.authority.pk, actor_id=actor.person.pk, verb=Verb.GLASS_REFUSED
    )
    if tried.filter(at__gt=clock.now() - WITHIN).count() >= WRONG_NUMBERS:
        raise DomainError(
            "Too many numbers were tried. Wait a quarter of an hour, or ask your manager.", "too_many"
        )
    child = Child.objects.filter(number=number.strip()).first()
    if child is None:
        record(Verb.GLASS_REFUSED, by=actor.person, authority_id=actor.authority.pk)
        return None
    if visible_children(actor, on=on).filter(pk=child.pk).exists():
        raise DomainError("You can see this child already: open their page from your list.", "seen_already")
    return child


@transaction.atomic
def break_glass(*, child: Child, reason: str, by: Person, on: date) -> BreakGlass:
    """Open a closed child to one person for an hour, and tell the managers and the child's officer.

    Raises StateError where the person has the child open already.
    """
    locked(Child, child.pk)
    now = clock.now()
    if BreakGlass.objects.filter(child=child, person=by, closed_at__isnull=True, until__gt=now).exists():
        raise StateError("You have this child open already.")
    glass = BreakGlass.objects.create(
        authority_id=child.authority_id,
        child=child,
        person=by,
        reason=reason.strip(),
        opened_at=now,
        until=now + OPEN_FOR,
        look_by=calendar_for(child.authority_id).add_working_days(on, LOOKED_AT_WITHIN),
    )
    record(
        Verb.GLASS_BROKEN,
        by=by,
        authority_id=child.authority_id,
        objects=[glass],
        child_ids=[child.pk],
        until=glass.until,
    )
    _tell(glass, on)
    return glass


@transaction.atomic
def close_glass(*, glass: BreakGlass, by: Person) -> None:
    """Close it before the hour is over. Closing it twice, or too late, changes nothing."""
    glass = locked(BreakGlass, glass.pk)
    now = clock.now()
    if glass.closed_at is not None or glass.until <= now:
        return
    glass.closed_at = now
    glass.save(update_fields=["closed_at"])
    record(
        Verb.GLASS_CLOSED,
        by=by,
        authority_id=glass.authority_id,
        objects=[glass],
        child_ids=[glass.child_id],
    )


@transaction.atomic
def look_at_glass(*, glass: BreakGlass, outcome: str, words: str, by: Person) -> None:
    """A manager says what they found. Raises DomainError for one's own, and where a finding needs words."""
    glass = locked(BreakGlass, glass.pk)
    if glass.person_id == by.pk:
        raise DomainError("Somebody else has to look at what you opened.", "own_glass")
    if glass.looked_at is not None:
        raise StateError("Somebody looked at this already. Open the list again.")
    if outcome != GlassOutcome.RIGHT and not words.strip():
        raise DomainError("Say what follows from it.", "no_words", field="words")
    glass.looked_at, glass.looked_by = clock.now(), by
    glass.outcome, glass.outcome_words = outcome, words.strip()
    glass.save(update_fields=["looked_at", "looked_by", "outcome", "outcome_words"])
    record(
        Verb.GLASS_LOOKED_AT,
        by=by,
        authority_id=glass.authority_id,
        objects=[glass],
        child_ids=[glass.child_id],
        outcome=outcome,
    )


def _tell(glass: BreakGlass, on: date) -> None:
    """A message to each manager of the day and to the child's own officer, unless taken off; nothing of the child."""
    managers = holders(glass.authority_id, [IRO_MANAGER.code], on)
    told = set(managers.values_list("person", flat=True))
    taken_off = Restriction.objects.filter(
        child=glass.child_id, end_date__isnull=True, closed_to_iro=True
    ).exists()
    if not taken_off:
        officers = Allocation.objects.filter(child=glass.child_id, end_date__isnull=True)
        told |= set(officers.values_list("iro", flat=True))
    for recipient in sorted(told - {glass.person_id}):
        Message.objects.create(
            authority_id=glass.authority_id,
            recipient_id=recipient,
            kind=GLASS_BROKEN,
            key=f"{GLASS_BROKEN}:{glass.uuid}:{recipient}",
            parameters={"look_by": glass.look_by.isoformat()},
            for_date=local_day(glass.opened_at),
        )
    enqueue(DELIVER_TASK)
