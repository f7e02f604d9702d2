"""Who saw one child: found by the index on the children of a row, which row security would not let the app use.

`@>` on arrays is not leakproof, so PostgreSQL puts the wall's rule before it and reads every row of the authority. The
function runs with the owner's rights and asks for itself that the authority is the one told in this transaction. It
takes the child's rows first (MATERIALIZED), else the order would lead the planner through the authority's index by day.
"""

from django.db import migrations

from core.walls import OverAllAuthorities

EVENTS_ABOUT = """
CREATE FUNCTION audit_events_about(
    _child bigint, _authority bigint, _actor bigint, _verbs text[],
    _from timestamptz, _until timestamptz, _limit integer, _offset integer
) RETURNS SETOF audit_event LANGUAGE sql STABLE AS $$
WITH about AS MATERIALIZED (SELECT * FROM audit_event WHERE child_ids @> ARRAY[_child])
SELECT event.* FROM about event
WHERE event.authority_id = _authority
  AND event.authority_id = NULLIF(current_setting('app.authority', true), '')::bigint
  AND (_actor IS NULL OR event.actor_id = _actor)
  AND (_verbs IS NULL OR event.verb = ANY(_verbs))
  AND (_from IS NULL OR event.at >= _from)
  AND (_until IS NULL OR event.at < _until)
ORDER BY event.at DESC, event.id DESC
LIMIT _limit OFFSET _offset;
$$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_seals")]

    operations = [
        OverAllAuthorities(
            "audit_events_about(bigint, bigint, bigint, text[], timestamptz, timestamptz, integer, integer)",
            EVENTS_ABOUT,
        ),
    ]
