"""Reads of the audit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from audit.models import Event


@dataclass(frozen=True)
class Trail:
    """Which events about a child are wanted: of one person, of some verbs, from one instant until before another."""

    actor: int | None = None
    verbs: Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


def events_about(child: int, *, authority_id: int, trail: Trail, limit: int, offset: int = 0) -> list[Event]:
    """The events about one child of the authority told to the database, newest first, in one statement.

    For another authority's id there are none, whatever is asked.
    """
    verbs = None if trail.verbs is None else sorted(trail.verbs)
    values = [child, authority_id, trail.actor, verbs, trail.since, trail.until, limit, offset]
    return list(Event.objects.raw("SELECT * FROM audit_events_about(%s, %s, %s, %s, %s, %s, %s, %s)", values))
