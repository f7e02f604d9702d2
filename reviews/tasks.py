"""Wakes the reminder sweep. The task carries nothing: what is due is asked of the database and of London's date."""

from typing import Any

from celery import shared_task

from audit.outbox import DELIVER_TASK
from core import clock
from core.queue import enqueue
from reviews.actions import reminders


@shared_task(name="reviews.sweep_reminders")
def sweep_reminders(**kwargs: Any) -> None:
    """The day's sweep, if it is time and it has not run; then wake the outbox."""
    made = reminders.sweep_if_due(now=clock.now())
    if made is not None and made.digests:
        enqueue(DELIVER_TASK)
