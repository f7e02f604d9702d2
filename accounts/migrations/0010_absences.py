"""Who is away, and who covers."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.walls import AuthorityWall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_quality_reader"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("leave", "Leave"), ("sick", "Sick"), ("other", "Other")], max_length=10
                    ),
                ),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.localauthority",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cover", "from_date"], name="accounts_absence_cover_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "authority"), name="accounts_absence_id_authority_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["leave", "sick", "other"])),
                        name="accounts_absence_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("cover")), _negated=True),
                        name="accounts_absence_not_covered_by_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True),
                            ("to_date__gte", models.F("from_date")),
                            _connector="OR",
                        ),
                        name="accounts_absence_from_before_to",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_date__isnull", True)),
                        fields=("authority", "person"),
                        name="accounts_absence_one_open",
                    ),
                ],
            },
        ),
        AuthorityWall("accounts_absence"),
    ]
