"""Finds the rows of one authority in the order of the chain."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0005_outbox_functions")]

    operations = [
        AddIndexConcurrently(
            "event", models.Index(fields=["authority_id", "id"], name="audit_event_chain_idx")
        ),
    ]
