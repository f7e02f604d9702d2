"""Wakes the reminder sweep. The task carries nothing: what is due is asked of the database and of London's date."""

from typing import Any

from celery import shared_task

from audit.outbox import DELIVER_TASK
from core import clock
from core.queue import enqueue
from reviews.actions import reminders


# The first sweep after a large import reminds of everything at once: longer than other tasks may take, and still
# shorter than the time after which the wake-up is given to somebody else (iro_portal/celery.py).
@shared_task(name="reviews.sweep_reminders", soft_time_limit=270, time_limit=285)
def sweep_reminders(**kwargs: Any) -> None:
    """The day's sweep, if it is time and it has not run; then wake the outbox."""
    made = reminders.sweep_if_due(now=clock.now())
    if made is not None and made.digests:
        enqueue(DELIVER_TASK)
