"""How long a message is tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField(model_name="message", name="give_up_at", field=models.DateTimeField(null=True)),
    ]
