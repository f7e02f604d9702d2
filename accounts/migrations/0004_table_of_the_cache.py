from django.db import migrations


class Migration(migrations.Migration):
    """Where the counts of wrong codes are kept (settings.CACHES): as `createcachetable` would make it."""

    dependencies = [("accounts", "0003_roles_taken_back_stay")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE portal_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX portal_cache_expires ON portal_cache (expires);
            """,
            "DROP TABLE portal_cache",
        ),
    ]
