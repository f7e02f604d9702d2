"""`migrate`, as the role that owns the tables."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own command, but it connects with DATABASE_OWNER_URL: web and worker may not change tables."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Migrate the one database, whichever alias was named. Comes before Django's checks ask the database."""
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "Migrations run as the role that owns the tables, and DATABASE_OWNER_URL is not set. "
                "Set it for this command alone: DATABASE_OWNER_URL=postgres://portal_owner:PASSWORD@HOST:5432/portal"
            )
        options["database"] = "owner"
        return super().execute(*args, **options)
