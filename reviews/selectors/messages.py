"""What an authority may see of the outbox: its messages, the counts of them, and whether the sweep runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import LocalAuthority
from audit.enums import Fate
from audit.models import Message
from core import clock
from core.dates import local_day
from reviews.models import SweepRun

LATE_AFTER = timedelta(hours=26)
"""So long after the last sweep something is wrong: a day, and two hours for one that was caught up late."""


class Which(StrEnum):
    """The lists of messages. Each count of the page leads to one."""

    ALL = ""
    SENT_TODAY = "sent-today"
    WAITING = "waiting"
    FAILED = "failed"


class SweepState(StrEnum):
    """How the sweep stands."""

    WORKING = "working"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True)
class ReminderHealth:
    """How the reminders of one authority stand at an instant."""

    now: datetime
    last_started: datetime | None
    """When the last sweep for its own day began; None where none ever ran. One as at another day does not count."""
    last_finished: datetime | None
    sent_today: int
    waiting: int
    oldest_waiting: datetime | None
    failed: int

    @property
    def state(self) -> SweepState:
        """Late once the last run is more than 26 hours old."""
        if self.last_started is None:
            return SweepState.NEVER
        return SweepState.LATE if self.now - self.last_started > LATE_AFTER else SweepState.WORKING

    @property
    def seconds(self) -> int:
        """How long the last run took, in whole seconds."""
        if self.last_started is None or self.last_finished is None:
            return 0
        return round((self.last_finished - self.last_started).total_seconds())

    @property
    def oldest_minutes(self) -> int:
        """How long the oldest message has been waiting, in whole minutes."""
        return int((self.now - self.oldest_waiting).total_seconds() // 60) if self.oldest_waiting else 0


def messages_of(authority_id: int, which: Which, *, now: datetime) -> QuerySet[Message]:
    """The messages of one list, newest first: those of the authority alone, and those that span it and others."""
    messages = Message.objects.filter(
        Q(authority_id=authority_id)
        | Q(authority_id__isnull=True, parameters__authorities__contains=[authority_id])
    )
    return messages.filter(_condition(which, now)).order_by("-created_at", "-id")


def messages_to(person_id: int) -> QuerySet[Message]:
    """What one person was sent, in all their authorities, newest first."""
    return Message.objects.filter(recipient_id=person_id).order_by("-created_at", "-id")


def reminder_health(authority_id: int, now: datetime) -> ReminderHealth:
    """How the sweep runs and how the authority's messages stand: one statement."""
    run = (
        SweepRun.objects.filter(finished_at__isnull=False, started_at__date=F("for_date"))
        .order_by("-started_at")
        .values(told=JSONObject(started="started_at", finished="finished_at"))[:1]
    )
    waiting = messages_of(authority_id, Which.WAITING, now=now)
    found = (
        LocalAuthority.objects.filter(pk=authority_id)
        .annotate(
            run=Subquery(run),
            sent_today=_number(messages_of(authority_id, Which.SENT_TODAY, now=now)),
            waiting=_number(waiting),
            oldest_waiting=Subquery(waiting.order_by("created_at").values("created_at")[:1]),
            failed=_number(messages_of(authority_id, Which.FAILED, now=now)),
        )
        .values("run", "sent_today", "waiting", "oldest_waiting", "failed")
        .get()
    )
    told = found.pop("run") or {}
    return ReminderHealth(
        now=now,
        last_started=datetime.fromisoformat(told["started"]) if told else None,
        last_finished=datetime.fromisoformat(told["finished"]) if told else None,
        **found,
    )


def _condition(which: Which, now: datetime) -> Q:
    if which is Which.SENT_TODAY:
        midnight = datetime.combine(local_day(now), time.min, clock.LONDON)
        return Q(fate=Fate.SENT, sent_at__gte=midnight)
    if which is Which.WAITING:
        return Q(fate__in=[Fate.WAITING, Fate.SENDING])
    if which is Which.FAILED:
        return Q(fate=Fate.FAILED)
    return Q()


def _number(rows: QuerySet[Message]) -> Coalesce:
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())
