"""While a reviewing officer is away, whoever covers is reminded of their children's duties as well.

The two functions of the sweep are replaced whole; only who counts as a child's officer is new in them. A restricted
child is not the cover's unless they are named for the child (as in children/access.py): then nobody but the officer
and, from their step on, the managers are told.
"""

from importlib import import_module

from django.db import migrations

earlier = import_module("reviews.migrations.0008_sweep_functions")

OFFICERS = """iro AS (
        SELECT allocation.child_id, allocation.iro_id AS person_id
        FROM children_allocation allocation
        JOIN standing ON standing.person_id = allocation.iro_id
             AND standing.authority_id = allocation.authority_id AND standing.is_iro
        WHERE allocation.start_date <= _on AND (allocation.end_date IS NULL OR allocation.end_date > _on)
        UNION
        SELECT allocation.child_id, absence.cover_id
        FROM children_allocation allocation
        JOIN accounts_absence absence ON absence.person_id = allocation.iro_id
             AND absence.authority_id = allocation.authority_id
             AND absence.from_date <= _on AND (absence.to_date IS NULL OR absence.to_date >= _on)
        JOIN standing ON standing.person_id = absence.cover_id
             AND standing.authority_id = allocation.authority_id AND standing.is_iro
        WHERE allocation.start_date <= _on AND (allocation.end_date IS NULL OR allocation.end_date > _on)
          AND NOT EXISTS (
            SELECT FROM children_restriction closed
            WHERE closed.child_id = allocation.child_id
              AND closed.start_date <= _on AND (closed.end_date IS NULL OR closed.end_date > _on)
              AND NOT EXISTS (
                SELECT FROM children_restrictionaccess named
                WHERE named.restriction_id = closed.id AND named.person_id = absence.cover_id
                  AND named.start_date <= _on AND (named.end_date IS NULL OR named.end_date > _on)
              )
          )
    )"""
STANDING = earlier.STANDING[: earlier.STANDING.index("iro AS (")] + OFFICERS
REMINDERS = "reviews_make_reminders(date, timestamptz, integer, text[], text[], text[], text[])"
DIGESTS = "reviews_make_digests(date, timestamptz, text, text[], text[])"


def replaced(signature: str, definition: str) -> list[str]:
    """A function made anew in the place of the old; its rights and its search path are said again with it."""
    return [
        definition.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1),
        f"ALTER FUNCTION {signature} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0009_releases"),
        ("accounts", "0010_absences"),
        ("children", "0006_restricted_children_and_break_glass"),
    ]

    operations = [
        migrations.RunSQL(
            sql=replaced(signature, definition.replace(earlier.STANDING, STANDING)),
            reverse_sql=replaced(signature, definition),
        )
        for signature, definition in ((REMINDERS, earlier.MAKE_REMINDERS), (DIGESTS, earlier.MAKE_DIGESTS))
    ]
