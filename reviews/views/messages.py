"""Whether reminders are made and sent, and what became of each message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import Person
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from audit import outbox
from audit.actions import record
from audit.enums import Fate
from audit.mail import name_of
from audit.models import Message
from audit.verbs import Verb
from core import clock
from core.components import Count, Empty, chip
from core.dates import local_day, short, time_of_day
from core.views import ActPage, PageView
from reviews.notifications import ReminderDigest, counted
from reviews.selectors.messages import (
    ReminderHealth,
    SweepState,
    Which,
    messages_of,
    messages_to,
    reminder_health,
)

PAGE = 100
CHIPS = {
    Fate.WAITING: ("todo", "Waiting"),
    Fate.SENDING: ("todo", "Being sent"),
    Fate.SENT: ("done", "Sent"),
    Fate.FAILED: ("late", "Failed"),
    Fate.CANCELLED: ("info", "Cancelled"),
}
HEADINGS = {
    Which.ALL: "All messages",
    Which.SENT_TODAY: "Sent today",
    Which.WAITING: "Waiting",
    Which.FAILED: "Failed",
}
EMPTY = {
    Which.ALL: Empty("There are no messages yet.", "The first are made when a duty comes near its due date."),
    Which.SENT_TODAY: Empty("Nothing was sent today.", "Reminders are made each morning at 6am."),
    Which.WAITING: Empty("Nothing waits.", "Every message was sent or needs a person."),
    Which.FAILED: Empty("Nothing failed.", "A message that cannot be sent is listed here."),
}


@dataclass(frozen=True)
class Row:
    """One message as drawn."""

    kind: str
    to: str
    day: str
    fate: SafeString
    when: str
    attempts: int
    error: str
    retry_url: str
    words: list[str]


class MessagesPage(PermissionMixin, PageView):
    """The sweep, the counts, and the list behind each."""

    permission = Permission.VIEW_MESSAGES
    template_name = "reviews/messages.html"
    title = "Messages"
    nav = "messages"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        authority, now = self.actor.authority, clock.now()
        asked = self.request.GET.get("show", "")
        which = Which(asked) if asked in list(Which) else Which.ALL
        health = reminder_health(authority.pk, now)
        page = Paginator(messages_of(authority.pk, which, now=now), PAGE).get_page(
            self.request.GET.get("page")
        )
        messages = list(page.object_list)
        names = dict(
            Person.objects.filter(pk__in={one.recipient_id for one in messages}).values_list("pk", "name")
        )
        record(
            Verb.MESSAGES_LISTED,
            by=self.actor.person,
            authority_id=authority.pk,
            object_type="audit.message",
            object_ids=[one.pk for one in messages],
            show=which,
        )
        return super().get_context_data(**kwargs) | {
            "sweep": sweep_in_words(health),
            "strip": counts(health),
            "heading": f"{HEADINGS[which]} ({page.paginator.count})",
            "rows": [drawn(one, names.get(one.recipient_id, "Somebody who is gone")) for one in messages],
            "empty": EMPTY[which],
            "all_url": reverse("messages") if which else "",
            "list_page": page,
            "list_query": f"show={which}&" if which else "",
        }


class RetryMessage(PermissionMixin, ActPage):
    """Send a failed message again."""

    permission = Permission.VIEW_MESSAGES
    success_message = "The message is on its way again"

    def act(self) -> str:
        authority = self.actor.authority
        found = messages_of(authority.pk, Which.ALL, now=clock.now()).filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        outbox.retry(message=found, by=self.actor.person, authority_id=authority.pk)
        return reverse("messages")

    def get_failure_url(self) -> str:
        return reverse("messages")


class MyMessagesPage(PermissionMixin, PageView):
    """What the portal wrote to the person who asks."""

    permission = None
    template_name = "reviews/my_messages.html"
    title = "My reminders"
    nav = "my-messages"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.actor.person
        page = Paginator(messages_to(person.pk), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "rows": [drawn(one, person.name) for one in page.object_list],
            "empty": Empty("Nothing was sent to you yet.", "You get at most one reminder a day."),
            "list_page": page,
            "list_query": "",
        }


def sweep_in_words(health: ReminderHealth) -> dict[str, str]:
    """The state of the sweep: "Working." and "Last run today at 6am, took 41 seconds."."""
    if health.last_started is None:
        return {
            "state": SweepState.NEVER,
            "icon": "clock",
            "heading": "Has not run yet.",
            "more": "Reminders are made each day from 6am.",
        }
    when = _when(health.last_started, health.now)
    if health.state is SweepState.LATE:
        hours = int((health.now - health.last_started).total_seconds() // 3600)
        return {
            "state": SweepState.LATE,
            "icon": "late",
            "heading": "Reminders are not being made",
            "ago": f"Last run {hours} hours ago",
            "more": f"It ran {when}. No duty is lost: the next run catches up. Tell your service desk.",
        }
    took = (
        f"{health.seconds} second{'' if health.seconds == 1 else 's'}" if health.seconds else "under a second"
    )
    more = f"Last run {when}, took {took}."
    return {"state": SweepState.WORKING, "icon": "tick", "heading": "Working.", "more": more}


def counts(health: ReminderHealth) -> list[Count]:
    """Sent today, waiting and failed, each with the list behind it."""
    waiting = "waiting"
    if health.waiting:
        waiting = f"waiting, the oldest for {_how_long(health.oldest_minutes)}"
    base = reverse("messages")
    return [
        Count(health.failed, "failed", f"{base}?show={Which.FAILED}", "late"),
        Count(health.waiting, waiting, f"{base}?show={Which.WAITING}", "soon"),
        Count(health.sent_today, "sent today", f"{base}?show={Which.SENT_TODAY}", "good"),
    ]


def drawn(message: Message, to: str) -> Row:
    """One row. The words are those of a digest: counts, nothing of a child."""
    fate = Fate(message.fate)
    at = message.sent_at or message.failed_at
    return Row(
        kind=name_of(message.kind),
        to=to,
        day=short(message.for_date),
        fate=chip(*CHIPS[fate], ""),
        when=f"{short(at)}, {time_of_day(at)}" if at else "",
        attempts=message.attempts,
        error=message.error,
        retry_url=reverse("message-retry", args=[message.uuid]) if fate is Fate.FAILED else "",
        words=counted(message) if message.kind == ReminderDigest.kind else [],
    )


def _when(instant: datetime, now: datetime) -> str:
    day = "today" if local_day(instant) == local_day(now) else short(instant)
    return f"{day} at {time_of_day(instant)}"


def _how_long(minutes: int) -> str:
    """ "less than a minute", "1 minute", "90 minutes", "5 hours", "3 days"."""
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // 1440} days"
