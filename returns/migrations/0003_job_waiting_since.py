"""Since when a job waits: a second start is not measured from the day it was asked for."""

from django.db import migrations, models
from django.db.models.functions import Now

import core.clock


class Migration(migrations.Migration):
    dependencies = [("returns", "0002_same_authority")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="waiting_since",
            field=models.DateTimeField(db_default=Now(), default=core.clock.now),
        ),
    ]
