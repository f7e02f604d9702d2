"""The outbox over the walls between authorities: who sends takes the next message, whosever it is."""

from django.db import migrations

from core.walls import OverAllAuthorities

# One that was taken and never finished for three days (it ends its process each time) comes back as failed.
CLAIM_MESSAGE = """
CREATE FUNCTION audit_claim_message(_now timestamptz, _lease interval, _give_up_after interval)
RETURNS SETOF audit_message LANGUAGE sql VOLATILE AS $$
WITH next AS (
    SELECT id, fate = 'sending' AND give_up_at <= _now AS hopeless
    FROM audit_message
    WHERE (fate = 'waiting' AND (not_before IS NULL OR not_before <= _now))
       OR (fate = 'sending' AND leased_until <= _now)
    ORDER BY not_before NULLS FIRST, id
    LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE audit_message message
SET fate = CASE WHEN hopeless THEN 'failed' ELSE 'sending' END,
    leased_until = CASE WHEN NOT hopeless THEN _now + _lease END,
    failed_at = CASE WHEN hopeless THEN _now ELSE failed_at END,
    error = CASE WHEN hopeless THEN 'Sending it was begun again and again and never ended' ELSE error END,
    attempts = attempts + CASE WHEN hopeless THEN 0 ELSE 1 END,
    give_up_at = COALESCE(give_up_at, _now + _give_up_after)
FROM next WHERE message.id = next.id
RETURNING message.*;
$$
"""

# For the health page.
MESSAGES_STANDING = """
CREATE FUNCTION audit_messages_standing()
RETURNS TABLE (waiting bigint, failed bigint) LANGUAGE sql STABLE AS $$
SELECT count(*) FILTER (WHERE fate <> 'failed'), count(*) FILTER (WHERE fate = 'failed')
FROM audit_message WHERE fate IN ('waiting', 'sending', 'failed');
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_walls")]

    operations = [
        OverAllAuthorities("audit_claim_message(timestamptz, interval, interval)", CLAIM_MESSAGE),
        OverAllAuthorities("audit_messages_standing()", MESSAGES_STANDING),
    ]
