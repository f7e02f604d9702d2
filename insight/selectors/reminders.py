"""Whether reminders work: when the sweep last ran, what waits and what failed. One statement."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import LocalAuthority
from audit.enums import Fate
from audit.models import Message
from reviews.models import SweepRun

WAITING = [Fate.WAITING, Fate.SENDING]


@dataclass(frozen=True)
class ReminderHealth:
    """How the reminders of one authority stand."""

    last_for: date | None
    """The day the last sweep that ended was for; None where none ever ran."""
    last_at: datetime | None
    seconds: int
    sent_today: int
    waiting: int
    oldest_waiting: datetime | None
    failed: int


def reminder_health(authority: LocalAuthority, *, on: date) -> ReminderHealth:
    """How the reminders of the authority in scope stand on a day."""
    runs = SweepRun.objects.filter(finished_at__isnull=False).order_by("-started_at")
    run = runs.values(told=JSONObject(on="for_date", start="started_at", end="finished_at"))[:1]
    messages = Message.objects.filter(authority_id=OuterRef("pk"))

    def count(rows: QuerySet[Message]) -> Coalesce:
        counted = rows.order_by().values("authority_id").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())

    waiting = messages.filter(fate__in=WAITING)
    found = (
        LocalAuthority.objects.filter(pk=authority.pk)
        .annotate(
            run=Subquery(run),
            sent=count(messages.filter(Q(fate=Fate.SENT), for_date=on)),
            waiting=count(waiting),
            failed=count(messages.filter(fate=Fate.FAILED)),
            oldest=Subquery(
                waiting.order_by().values("authority_id").annotate(t=Min("created_at")).values("t")
            ),
        )
        .values("run", "sent", "waiting", "failed", "oldest")
        .get()
    )
    told = found["run"] or {}
    start = datetime.fromisoformat(told["start"]) if told else None
    end = datetime.fromisoformat(told["end"]) if told else None
    return ReminderHealth(
        last_for=date.fromisoformat(told["on"]) if told else None,
        last_at=start,
        seconds=round((end - start).total_seconds()) if start and end else 0,
        sent_today=found["sent"],
        waiting=found["waiting"],
        oldest_waiting=found["oldest"],
        failed=found["failed"],
    )
