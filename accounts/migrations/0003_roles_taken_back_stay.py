from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q

NAME = "accounts_membership_from_before_to"


class Migration(migrations.Migration):
    """A role taken back on its first day ends the day before, instead of going without a trace."""

    dependencies = [("accounts", "0002_known_since_and_duties_done")]

    operations = [
        migrations.RemoveConstraint("membership", NAME),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date") - timedelta(days=1)),
                name=NAME,
            ),
        ),
    ]
