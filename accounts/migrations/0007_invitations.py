"""Invitations by e-mail: one use, two days, and of the link only a hash. A stranger's link is looked up over the walls."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.walls import OF_HERE_OR_NOBODY, AuthorityWall, OverAllAuthorities

# Where an invitation belongs, for who holds its link. A hash nobody has finds nothing.
PLACE = """
CREATE FUNCTION accounts_invitation_place(_hash text)
RETURNS TABLE (id bigint, authority_id bigint) LANGUAGE sql STABLE AS $$
SELECT invitation.id, invitation.authority_id FROM accounts_invitation invitation WHERE invitation.token_hash = _hash;
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_place_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.localauthority",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("person", "authority"),
                        name="accounts_invitation_one_open",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at__isnull", True), ("token_hash__isnull", True)),
                            models.Q(("expires_at__isnull", False), ("token_hash__isnull", False)),
                            _connector="OR",
                        ),
                        name="accounts_invitation_link_has_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="accounts_invitation_one_end",
                    ),
                ],
            },
        ),
        AuthorityWall("accounts_invitation", OF_HERE_OR_NOBODY),
        OverAllAuthorities("accounts_invitation_place(text)", PLACE),
    ]
