"""A role that reads every child's reviews and records, and changes nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_sessions_of_our_own"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="accounts_membership_role_known",
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("iro", "Independent reviewing officer"),
                    ("iro_manager", "IRO manager"),
                    ("authority_admin", "Local-authority administrator"),
                    ("quality_reader", "Quality reader"),
                    ("platform_admin", "Platform administrator"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["iro", "iro_manager", "authority_admin", "quality_reader", "platform_admin"],
                    )
                ),
                name="accounts_membership_role_known",
            ),
        ),
    ]
