"""A reminder belongs to the due date it was counted to, so that a duty whose date moved is reminded of anew."""

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_known_since_and_duties_done")]

    operations = [
        migrations.RemoveConstraint(model_name="reminder", name="reviews_reminder_once"),
        migrations.AddField(
            model_name="reminder",
            name="due_date",
            field=models.DateField(default=date(2000, 1, 1)),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE reviews_reminder SET due_date = reviews_deadline.due_date "
            "FROM reviews_deadline WHERE reviews_deadline.id = deadline_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("deadline", "due_date", "step", "recipient"), name="reviews_reminder_once"
            ),
        ),
    ]
