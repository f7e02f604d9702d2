"""A duty whose due date changed keeps when it did and what it was, so that "Why this date?" can say so."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_follow_ups_versioned")]

    operations = [
        migrations.AddField("deadline", "due_changed_at", models.DateTimeField(null=True)),
        migrations.AddField("deadline", "earlier_due_date", models.DateField(null=True)),
        migrations.AddField("deadline", "earlier_counted_from", models.DateField(null=True)),
        migrations.AddField(
            "deadline", "earlier_rule", models.CharField(blank=True, db_default="", max_length=40)
        ),
        migrations.AddConstraint(
            "deadline",
            models.CheckConstraint(
                condition=Q(
                    due_changed_at__isnull=True,
                    earlier_due_date__isnull=True,
                    earlier_counted_from__isnull=True,
                    earlier_rule="",
                )
                | Q(
                    due_changed_at__isnull=False,
                    earlier_due_date__isnull=False,
                    earlier_counted_from__isnull=False,
                ),
                name="reviews_deadline_change_whole",
            ),
        ),
    ]
