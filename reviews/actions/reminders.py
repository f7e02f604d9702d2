"""The sweep: every duty whose reminder is due by a day and was not yet given becomes a row, and each person one digest.

It asks what is due by now and not yet reminded of, never what falls into a stretch of time: a run that was missed is
caught up by the next, a run that is repeated makes nothing.

This is the one place that works across all authorities at once: one statement for all duties of England, not a loop
over authorities and children. So its two statements are functions of the database, which look over the walls between
authorities with the owner's rights (migrations/0008_sweep_functions.py). They read and write ids and days, no words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction

from accounts.permissions import Permission
from accounts.roles import roles_with
from audit.actions import record
from audit.verbs import Verb
from core import clock
from core.dates import local_day
from reviews.enums import IRO_KINDS, MANAGER_KINDS
from reviews.models import SweepRun
from reviews.notifications import ReminderDigest

LOCK = 7_245_001
"""Of PostgreSQL's advisory locks the one that a sweep holds until it commits."""
WEEKLY = 100
"""Step 100 + n is the nth weekly reminder after the last step of the authority."""
SWEEP_FROM = time(6, 0)
"""London time from which the day's sweep may run. Later is the same: it asks what is due by the day."""


@dataclass(frozen=True)
class SweepResult:
    """What one sweep made."""

    duties: int
    """Duties somebody was reminded of."""
    digests: int
    """Messages put into the outbox: one a person."""
    reminders: int
    """Rows: one a duty and person."""


@transaction.atomic
def sweep(*, on: date) -> SweepResult:
    """Remind of every duty as at a day, in all authorities: seven statements, however many there are.

    Safe to run at any time, again, and several at once: one waits for the other, and unique keys stand behind that.
    """
    _one_at_a_time()
    return _sweep(on)


@transaction.atomic
def sweep_if_due(*, now: datetime) -> SweepResult | None:
    """The day's sweep, where London's clock has passed six and it has not run yet; else None."""
    if not _is_due(now):
        return None
    _one_at_a_time()
    return _sweep(local_day(now)) if _is_due(now) else None


def _is_due(now: datetime) -> bool:
    if now.astimezone(clock.LONDON).time() < SWEEP_FROM:
        return False
    return not SweepRun.objects.filter(for_date=local_day(now), finished_at__isnull=False).exists()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _sweep(on: date) -> SweepResult:
    run = SweepRun.objects.create(for_date=on)
    roles = [roles_with(Permission.RECORD_REVIEW), roles_with(Permission.ALLOCATE_CHILDREN)]
    kinds = [[str(kind) for kind in IRO_KINDS], [str(kind) for kind in MANAGER_KINDS]]
    duties, reminders = _one_row(
        "SELECT duties, reminders FROM reviews_make_reminders(%s, %s, %s, %s, %s, %s, %s)",
        [on, clock.now(), WEEKLY, *kinds, *roles],
    )
    (digests,) = _one_row(
        "SELECT reviews_make_digests(%s, %s, %s, %s, %s)", [on, clock.now(), ReminderDigest.kind, *roles]
    )
    run.finished_at, run.duties, run.digests = clock.now(), duties, digests
    run.save(update_fields=["finished_at", "duties", "digests"])
    record(
        Verb.SWEEP_RUN, by=None, authority_id=None, objects=[run],
        on=on, duties=duties, reminders=reminders, digests=digests,
    )  # fmt: skip
    return SweepResult(duties=duties, digests=digests, reminders=reminders)


def _one_row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
