"""Row security on every table of this app that belongs to an authority (core/walls.py)."""

from django.db import migrations

from core.walls import OF_HERE_OR_NOBODY, OF_HERE_OR_NOBODY_OR_TO_ME, AuthorityWall


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_message_give_up_at")]

    operations = [
        AuthorityWall("audit_event", OF_HERE_OR_NOBODY),
        AuthorityWall("audit_message", OF_HERE_OR_NOBODY_OR_TO_ME),
    ]
