"""`flush`, for tests and development: empties every table, the append-only ones too."""

from __future__ import annotations

import contextlib
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import connections

# What migrations made once and no test changes.
KEPT = ("django_migrations", "django_content_type", "auth_permission")


class Command(flush.Command):
    """Empties the tables as their owner. Refused wherever real data may be."""

    def handle(self, **options: Any) -> None:
        """Truncate what holds anything, with the triggers that refuse it switched off inside the transaction."""
        if not (settings.TESTING or settings.DEBUG):
            raise CommandError("flush deletes everything. It runs only in tests and with DEBUG=true.")
        if "owner" not in settings.DATABASES:
            raise CommandError("flush needs the role that owns the tables: set DATABASE_OWNER_URL.")
        if options.get("interactive") and input("Delete all data? Type yes: ") != "yes":
            self.stdout.write("Nothing was deleted.")
            return
        owner = connections["owner"]
        quote = owner.ops.quote_name
        # A connection of its own, since a test that asked for `default` alone may not use the alias `owner`.
        with (
            contextlib.closing(owner.get_new_connection(owner.get_connection_params())) as connection,
            connection,  # one transaction
            connection.cursor() as cursor,
        ):
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            cursor.execute(
                """
                SELECT relname FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                  AND relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
                  AND pg_relation_size(oid) > 0 AND relname <> ALL(%s)
                """,
                [list(KEPT)],
            )
            tables = [name for (name,) in cursor.fetchall()]
            if not tables:
                return
            # Bit 5 of tgtype: the trigger fires on TRUNCATE. CASCADE reaches tables beyond ours, so all are looked at.
            cursor.execute(
                """
                SELECT relname, tgname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
                WHERE tgtype::int & 32 <> 0 AND NOT tgisinternal AND tgenabled <> 'D'
                  AND relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
                """
            )
            guards = cursor.fetchall()
            for table, trigger, _ in guards:
                cursor.execute(f"ALTER TABLE {quote(table)} DISABLE TRIGGER {quote(trigger)}")
            identity = "RESTART IDENTITY" if options.get("reset_sequences", True) else "CONTINUE IDENTITY"
            cursor.execute(f"TRUNCATE {', '.join(map(quote, tables))} {identity} CASCADE")
            again = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}
            for table, trigger, state in guards:
                cursor.execute(f"ALTER TABLE {quote(table)} {again[state]} TRIGGER {quote(trigger)}")
