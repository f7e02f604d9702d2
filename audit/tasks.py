"""Wakes the outbox and the sealer. The tasks carry nothing: what is to be done stands in the rows."""

from typing import Any

from celery import shared_task

from audit import chain, outbox
from core import clock
from core.queue import enqueue

BATCH = 100


@shared_task(name=outbox.DELIVER_TASK)
def deliver_messages(**kwargs: Any) -> None:
    """Send one batch; where there may be more, wake the next. Whatever is lost on the way, the next tick finds."""
    if outbox.deliver(limit=BATCH, now=clock.now()).tried >= BATCH:
        enqueue(outbox.DELIVER_TASK)


@shared_task(name="audit.seal_audit")
def seal_audit(**kwargs: Any) -> None:
    """Seal what can be sealed. What was held up, or was too much for one run, the next tick finds."""
    chain.seal_all(now=clock.now())
