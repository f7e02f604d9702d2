"""Wakes the outbox. The task carries nothing: what is to be sent stands in the rows."""

from typing import Any

from celery import shared_task

from audit import outbox
from core import clock
from core.queue import enqueue

BATCH = 100


@shared_task(name=outbox.DELIVER_TASK)
def deliver_messages(**kwargs: Any) -> None:
    """Send one batch; where there may be more, wake the next. Whatever is lost on the way, the next tick finds."""
    if outbox.deliver(limit=BATCH, now=clock.now()).tried >= BATCH:
        enqueue(outbox.DELIVER_TASK)
