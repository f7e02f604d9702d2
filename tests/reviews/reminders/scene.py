"""A small team with one duty: due Tuesday 5 May 2026, with the steps -10, -5, 0, 1, 5 counted by hand.

Monday 4 May 2026 is a bank holiday, so ten working days before are Monday 20 April.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django_scopes import scopes_disabled

from accounts.models import LocalAuthority, Person
from audit.models import Message
from children.models import Child
from core.walls import tell_database
from reviews.models import Deadline, Reminder
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory, PersonFactory
from tests.factories.base import everywhere
from tests.factories.children import AllocationFactory, ChildFactory
from tests.factories.reviews import DeadlineFactory

DUE = date(2026, 5, 5)
STEPS = [-10, -5, 0, 1, 5]
DAYS = [date(2026, 4, 20), date(2026, 4, 27), date(2026, 5, 5), date(2026, 5, 6), date(2026, 5, 12)]


def member(authority: LocalAuthority, role: str = "iro", **membership: Any) -> Person:
    """A person with a role."""
    return MembershipFactory(authority=authority, role=role, **membership).person


@scopes_disabled()
def child_of(iro: Person | None, authority: LocalAuthority, **allocation: Any) -> Child:
    """A child, and where a person is given, their allocation."""
    child = ChildFactory(authority=authority)
    if iro is not None:
        AllocationFactory(child=child, iro=iro, **allocation)
    return child


@scopes_disabled()
def duty(child: Child, **changes: Any) -> Deadline:
    """The duty of this module, changed where asked."""
    values = {"due_date": DUE, "reminder_dates": DAYS, "reminder_steps": STEPS}
    return DeadlineFactory(child=child, **values | changes)


@dataclass
class Team:
    """An authority with an IRO, a manager, and a child with a duty."""

    authority: LocalAuthority = field(default_factory=LocalAuthorityFactory)

    def __post_init__(self) -> None:
        self.iro = member(self.authority)
        self.manager = member(self.authority, "iro_manager")
        self.child = child_of(self.iro, self.authority)
        self.duty = duty(self.child)
        if connection.in_atomic_block:  # the test stands in the team it made last
            tell_database(self.authority.pk)


def given(*people: Person) -> list[tuple[int, str, int]]:
    """Every reminder as (position among `people`, day, step), in the order they were made."""
    ids = [person.pk for person in people]
    rows = everywhere(lambda: Reminder.objects.order_by("for_date", "step", "id"))
    return sorted((ids.index(row.recipient_id), row.for_date.isoformat(), row.step) for row in rows)


def digests(*people: Person) -> list[tuple[int, str, dict[str, Any]]]:
    """Every message as (position among `people`, day, counts)."""
    ids = [person.pk for person in people]
    rows = everywhere(lambda: Message.objects.order_by("for_date", "id"))
    return sorted(
        ((ids.index(row.recipient_id), row.for_date.isoformat(), row.parameters) for row in rows),
        key=lambda one: (one[0], one[1]),
    )


def counts(late: int = 0, today: int = 0, soon: int = 0, soon_by: str | None = None) -> dict[str, Any]:
    """The parameters of a digest."""
    return {"late": late, "today": today, "soon": soon, "soon_by": soon_by}


def new_person() -> Person:
    """A person without any role."""
    return PersonFactory()


def days(*texts: str) -> Sequence[date]:
    """Dates from their text."""
    return [date.fromisoformat(text) for text in texts]
