"""Row security on every table of this app that belongs to an authority (core/walls.py)."""

from django.db import migrations

from core.walls import AuthorityWall


class Migration(migrations.Migration):
    dependencies = [("returns", "0003_job_waiting_since")]

    operations = [
        AuthorityWall("returns_job"),
        AuthorityWall("returns_jobfile"),
    ]
