"""A row and what it points to belong to one authority, held by composite foreign keys."""

from django.db import migrations

from core.constraints import SameAuthority


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial")]

    operations = [
        SameAuthority("returns_jobfile", "job_id", "returns_job"),
    ]
