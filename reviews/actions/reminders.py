"""The sweep: every duty whose reminder is due by a day and was not yet given becomes a row, and each person one digest.

It asks what is due by now and not yet reminded of, never what falls into a stretch of time: a run that was missed is
caught up by the next, a run that is repeated makes nothing.

This is the one place that works across all authorities at once, so its statements are written out in SQL and stand
here alone: one statement for all duties of England, not a loop over authorities and children. They read ids and days
and write ids and days. When row security is switched on, the two statements move behind a SECURITY DEFINER function.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction

from accounts.permissions import Permission
from accounts.roles import ROLES
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

# Who stands where on the day: people with an open sign-in and a role, in authorities that are not suspended.
STANDING = """
    standing AS (
        SELECT DISTINCT membership.authority_id, membership.person_id,
               membership.role = ANY(%(iro_roles)s) AS is_iro, membership.role = ANY(%(manager_roles)s) AS is_manager
        FROM accounts_membership membership
        JOIN accounts_person person ON person.id = membership.person_id AND person.is_active
        JOIN accounts_localauthority authority
             ON authority.id = membership.authority_id AND authority.suspended_at IS NULL
        WHERE membership.role = ANY(%(iro_roles)s || %(manager_roles)s)
          AND membership.from_date <= %(on)s AND (membership.to_date IS NULL OR membership.to_date >= %(on)s)
    ),
    iro AS (
        SELECT allocation.child_id, allocation.iro_id AS person_id
        FROM children_allocation allocation
        JOIN standing ON standing.person_id = allocation.iro_id
             AND standing.authority_id = allocation.authority_id AND standing.is_iro
        WHERE allocation.start_date <= %(on)s AND (allocation.end_date IS NULL OR allocation.end_date > %(on)s)
    )"""

# Each open duty that has reached a step, at its latest step only, to its child's IRO; to the managers too from the
# authority's step on, and from the first where there is no IRO. A step before one already given is never given.
MAKE_REMINDERS = f"""
WITH {STANDING},
    duty AS (
        SELECT deadline.id, deadline.authority_id, deadline.due_date, chosen.manager_from_step, iro.person_id AS iro_id,
               CASE WHEN chosen.remind_weekly_after AND %(on)s >= latest.day + 7
                    THEN LEAST(%(weekly)s + (%(on)s - latest.day) / 7, 32767)
                    ELSE reached.step END AS step
        FROM reviews_deadline deadline
        JOIN accounts_authoritysettings chosen ON chosen.authority_id = deadline.authority_id
        CROSS JOIN LATERAL (
            SELECT one.step FROM unnest(deadline.reminder_dates, deadline.reminder_steps) AS one (day, step)
            WHERE one.day <= %(on)s ORDER BY one.day DESC, one.step DESC LIMIT 1
        ) reached
        CROSS JOIN LATERAL (
            SELECT GREATEST(max(one.day), deadline.due_date) AS day FROM unnest(deadline.reminder_dates) AS one (day)
        ) latest
        LEFT JOIN iro ON iro.child_id = deadline.child_id AND deadline.kind = ANY(%(iro_kinds)s)
        WHERE deadline.met_date IS NULL AND deadline.kind = ANY(%(iro_kinds)s || %(manager_kinds)s)
    ),
    told AS (
        SELECT duty.id, duty.authority_id, duty.due_date, duty.step, duty.iro_id AS recipient_id
        FROM duty
        JOIN accounts_localauthority authority ON authority.id = duty.authority_id AND authority.suspended_at IS NULL
        WHERE duty.iro_id IS NOT NULL
        UNION
        SELECT duty.id, duty.authority_id, duty.due_date, duty.step, standing.person_id
        FROM duty JOIN standing ON standing.authority_id = duty.authority_id AND standing.is_manager
        WHERE duty.iro_id IS NULL OR duty.step >= duty.manager_from_step
    ),
    made AS (
        INSERT INTO reviews_reminder
               (uuid, authority_id, deadline_id, due_date, step, recipient_id, for_date, created_at)
        SELECT gen_random_uuid(), told.authority_id, told.id, told.due_date, told.step, told.recipient_id,
               %(on)s, %(now)s
        FROM told
        WHERE NOT EXISTS (
            SELECT FROM reviews_reminder given
            WHERE given.deadline_id = told.id AND given.due_date = told.due_date
              AND given.recipient_id = told.recipient_id AND given.step >= told.step
        )
        ON CONFLICT DO NOTHING
        RETURNING deadline_id
    )
SELECT count(DISTINCT deadline_id), count(*) FROM made
"""  # noqa: S608 - put together from the constants of this module

# One digest a person and day, over all their authorities, of the reminders no digest carries yet: of duties that still
# stand as they did, to people they still concern. What comes after the day's digest waits for the next day's.
# Whom they concern is asked by IN, which is hashed once, and reminders are carried by array: PostgreSQL takes new rows
# for few, and would go through all people for each of them.
MAKE_DIGESTS = f"""
WITH {STANDING},
    unsent AS (
        SELECT reminder.id, reminder.recipient_id, reminder.authority_id, reminder.deadline_id, reminder.due_date
        FROM reviews_reminder reminder
        JOIN reviews_deadline deadline ON deadline.id = reminder.deadline_id
             AND deadline.met_date IS NULL AND deadline.due_date = reminder.due_date
        WHERE reminder.message_id IS NULL AND reminder.for_date <= %(on)s
          AND (
            (deadline.child_id, reminder.recipient_id) IN (SELECT iro.child_id, iro.person_id FROM iro)
            OR (reminder.authority_id, reminder.recipient_id) IN (
                SELECT standing.authority_id, standing.person_id FROM standing WHERE standing.is_manager
            )
          )
    ),
    carrying AS (SELECT recipient_id, array_agg(id) AS ids FROM unsent GROUP BY recipient_id),
    made AS (
        INSERT INTO audit_message (uuid, authority_id, recipient_id, kind, key, parameters, for_date, created_at,
                                   fate, attempts, error)
        SELECT gen_random_uuid(),
               CASE WHEN count(DISTINCT authority_id) = 1 THEN min(authority_id) END,
               recipient_id, %(kind)s, 'digest:' || recipient_id || ':' || %(day)s,
               jsonb_build_object(
                   'late', count(DISTINCT deadline_id) FILTER (WHERE due_date < %(on)s),
                   'today', count(DISTINCT deadline_id) FILTER (WHERE due_date = %(on)s),
                   'soon', count(DISTINCT deadline_id) FILTER (WHERE due_date > %(on)s),
                   'soon_by', max(due_date) FILTER (WHERE due_date > %(on)s)
               ) || CASE WHEN count(DISTINCT authority_id) = 1 THEN jsonb_build_object()
                         ELSE jsonb_build_object('authorities', jsonb_agg(DISTINCT authority_id)) END,
               %(on)s, %(now)s, 'waiting', 0, ''
        FROM unsent GROUP BY recipient_id
        ON CONFLICT (key) DO NOTHING
        RETURNING id, recipient_id
    ),
    carried AS (
        UPDATE reviews_reminder reminder SET message_id = made.id
        FROM carrying JOIN made ON made.recipient_id = carrying.recipient_id
             CROSS JOIN LATERAL unnest(carrying.ids) AS carried (id)
        WHERE reminder.id = carried.id
    )
SELECT count(*) FROM made
"""  # noqa: S608 - put together from the constants of this module


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
    duties, reminders = _one_row(MAKE_REMINDERS, on)
    (digests,) = _one_row(MAKE_DIGESTS, on)
    run.finished_at, run.duties, run.digests = clock.now(), duties, digests
    run.save(update_fields=["finished_at", "duties", "digests"])
    record(
        Verb.SWEEP_RUN, by=None, authority_id=None, objects=[run],
        on=on, duties=duties, reminders=reminders, digests=digests,
    )  # fmt: skip
    return SweepResult(duties=duties, digests=digests, reminders=reminders)


def _one_row(statement: str, on: date) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "on": on,
                "day": on.isoformat(),
                "now": clock.now(),
                "weekly": WEEKLY,
                "kind": ReminderDigest.kind,
                "iro_kinds": [str(kind) for kind in IRO_KINDS],
                "manager_kinds": [str(kind) for kind in MANAGER_KINDS],
                "iro_roles": _roles_that(Permission.RECORD_REVIEW),
                "manager_roles": _roles_that(Permission.ALLOCATE_CHILDREN),
            },
        )
        return cursor.fetchone()


def _roles_that(permission: Permission) -> list[str]:
    return [code for code, role in ROLES.items() if permission in role.permissions]
