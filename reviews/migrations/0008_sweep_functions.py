"""The sweep's two statements as functions with the owner's rights: they look over the walls between authorities.

`_on` is the day, `_now` the instant; kinds and roles come from the code, which alone knows what a role may do.
"""

from django.db import migrations

from core.walls import OverAllAuthorities

# Who stands where on the day: people with an open sign-in and a role, in authorities that are not suspended.
STANDING = """standing AS (
        SELECT DISTINCT membership.authority_id, membership.person_id,
               membership.role = ANY(_iro_roles) AS is_iro, membership.role = ANY(_manager_roles) AS is_manager
        FROM accounts_membership membership
        JOIN accounts_person person ON person.id = membership.person_id AND person.is_active
        JOIN accounts_localauthority authority
             ON authority.id = membership.authority_id AND authority.suspended_at IS NULL
        WHERE membership.role = ANY(_iro_roles || _manager_roles)
          AND membership.from_date <= _on AND (membership.to_date IS NULL OR membership.to_date >= _on)
    ),
    iro AS (
        SELECT allocation.child_id, allocation.iro_id AS person_id
        FROM children_allocation allocation
        JOIN standing ON standing.person_id = allocation.iro_id
             AND standing.authority_id = allocation.authority_id AND standing.is_iro
        WHERE allocation.start_date <= _on AND (allocation.end_date IS NULL OR allocation.end_date > _on)
    )"""

# Each open duty that has reached a step, at its latest step only, to its child's IRO; to the managers too from the
# authority's step on, and from the first where there is no IRO. A step before one already given is never given.
MAKE_REMINDERS = f"""
CREATE FUNCTION reviews_make_reminders(
    _on date, _now timestamptz, _weekly integer,
    _iro_kinds text[], _manager_kinds text[], _iro_roles text[], _manager_roles text[]
) RETURNS TABLE (duties bigint, reminders bigint) LANGUAGE sql VOLATILE AS $$
WITH {STANDING},
    duty AS (
        SELECT deadline.id, deadline.authority_id, deadline.due_date, chosen.manager_from_step, iro.person_id AS iro_id,
               CASE WHEN chosen.remind_weekly_after AND _on >= latest.day + 7
                    THEN LEAST(_weekly + (_on - latest.day) / 7, 32767)
                    ELSE reached.step END AS step
        FROM reviews_deadline deadline
        JOIN accounts_authoritysettings chosen ON chosen.authority_id = deadline.authority_id
        CROSS JOIN LATERAL (
            SELECT one.step FROM unnest(deadline.reminder_dates, deadline.reminder_steps) AS one (day, step)
            WHERE one.day <= _on ORDER BY one.day DESC, one.step DESC LIMIT 1
        ) reached
        CROSS JOIN LATERAL (
            SELECT GREATEST(max(one.day), deadline.due_date) AS day FROM unnest(deadline.reminder_dates) AS one (day)
        ) latest
        LEFT JOIN iro ON iro.child_id = deadline.child_id AND deadline.kind = ANY(_iro_kinds)
        WHERE deadline.met_date IS NULL AND deadline.kind = ANY(_iro_kinds || _manager_kinds)
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
               _on, _now
        FROM told
        WHERE NOT EXISTS (
            SELECT FROM reviews_reminder given
            WHERE given.deadline_id = told.id AND given.due_date = told.due_date
              AND given.recipient_id = told.recipient_id AND given.step >= told.step
        )
        ON CONFLICT DO NOTHING
        RETURNING deadline_id
    )
SELECT count(DISTINCT deadline_id), count(*) FROM made;
$$
"""  # noqa: S608 - put together from the constants of this module

# One digest a person and day, over all their authorities, of the reminders no digest carries yet: of duties that still
# stand as they did, to people they still concern. What comes after the day's digest waits for the next day's.
# Whom they concern is asked by IN, which is hashed once, and reminders are carried by array: PostgreSQL takes new rows
# for few, and would go through all people for each of them.
MAKE_DIGESTS = f"""
CREATE FUNCTION reviews_make_digests(
    _on date, _now timestamptz, _kind text, _iro_roles text[], _manager_roles text[]
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
WITH {STANDING},
    unsent AS (
        SELECT reminder.id, reminder.recipient_id, reminder.authority_id, reminder.deadline_id, reminder.due_date
        FROM reviews_reminder reminder
        JOIN reviews_deadline deadline ON deadline.id = reminder.deadline_id
             AND deadline.met_date IS NULL AND deadline.due_date = reminder.due_date
        WHERE reminder.message_id IS NULL AND reminder.for_date <= _on
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
               recipient_id, _kind, 'digest:' || recipient_id || ':' || to_char(_on, 'YYYY-MM-DD'),
               jsonb_build_object(
                   'late', count(DISTINCT deadline_id) FILTER (WHERE due_date < _on),
                   'today', count(DISTINCT deadline_id) FILTER (WHERE due_date = _on),
                   'soon', count(DISTINCT deadline_id) FILTER (WHERE due_date > _on),
                   'soon_by', max(due_date) FILTER (WHERE due_date > _on)
               ) || CASE WHEN count(DISTINCT authority_id) = 1 THEN jsonb_build_object()
                         ELSE jsonb_build_object('authorities', jsonb_agg(DISTINCT authority_id)) END,
               _on, _now, 'waiting', 0, ''
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
SELECT count(*) FROM made;
$$
"""  # noqa: S608 - put together from the constants of this module


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_walls"), ("audit", "0004_walls"), ("accounts", "0005_walls")]

    operations = [
        OverAllAuthorities(
            "reviews_make_reminders(date, timestamptz, integer, text[], text[], text[], text[])",
            MAKE_REMINDERS,
        ),
        OverAllAuthorities("reviews_make_digests(date, timestamptz, text, text[], text[])", MAKE_DIGESTS),
    ]
