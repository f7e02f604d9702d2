"""Children closed to all but named people, and glass broken to see one all the same."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.constraints
from core.constraints import SameAuthority
from core.walls import AuthorityWall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_place_functions"),
        ("children", "0005_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("adoption", "Adoption"),
                            ("colleague", "A colleague’s family"),
                            ("safety", "Somebody’s safety"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closed_to_iro", models.BooleanField(default=False)),
                ("start_date", models.DateField()),
                ("restricted_at", models.DateTimeField(auto_now_add=True)),
                ("end_date", models.DateField(blank=True, null=True)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.localauthority",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="restrictions",
                        to="children.child",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "restricted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RestrictionAccess",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("start_date", models.DateField()),
                ("end_date", models.DateField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.localauthority",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "restriction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named",
                        to="children.restriction",
                    ),
                ),
            ],
            options={
                "verbose_name": "person named",
                "verbose_name_plural": "people named",
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("look_by", models.DateField()),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "It was right to open it"),
                            ("learn", "It was meant well, and another way was open"),
                            ("wrong", "It should not have been opened"),
                        ],
                        max_length=20,
                    ),
                ),
                ("outcome_words", models.TextField(blank=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.localauthority",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "break-glass",
                "verbose_name_plural": "break-glass",
                "indexes": [
                    models.Index(fields=["authority", "person", "until"], name="children_glass_person_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "authority"), name="children_breakglass_id_authority_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="children_glass_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("opened_at"))),
                        name="children_glass_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at__isnull", True), ("looked_by__isnull", True)),
                            models.Q(("looked_at__isnull", False), ("looked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="children_glass_looked_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("looked_at__isnull", False), ("outcome__in", ["right", "learn", "wrong"])
                            ),
                            _connector="OR",
                        ),
                        name="children_glass_outcome_when_looked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("looked_by__isnull", True),
                            models.Q(("looked_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="children_glass_not_by_oneself",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                fields=("id", "authority"), name="children_restriction_id_authority_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["adoption", "colleague", "safety", "other"])),
                name="children_restriction_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"
                ),
                name="children_restriction_start_before_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end_date__isnull", True)),
                fields=("child",),
                name="children_restriction_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("child"), "="),
                    (
                        core.constraints.DateRange(
                            "start_date",
                            "end_date",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=False
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="children_restriction_no_overlap",
                violation_error_message="These dates overlap with others already recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("end_date__isnull", True), ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                    ),
                    models.Q(
                        ("end_date__isnull", False),
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="children_restriction_lifted_day_and_when",
            ),
        ),
        migrations.AddIndex(
            model_name="restrictionaccess",
            index=models.Index(fields=["authority", "person"], name="children_named_person_idx"),
        ),
        migrations.AddConstraint(
            model_name="restrictionaccess",
            constraint=models.UniqueConstraint(
                fields=("id", "authority"), name="children_restrictionaccess_id_authority_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="restrictionaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"
                ),
                name="children_named_start_before_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="restrictionaccess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end_date__isnull", True)),
                fields=("restriction", "person"),
                name="children_named_once",
            ),
        ),
        SameAuthority("children_restriction", "child_id", "children_child"),
        SameAuthority("children_restrictionaccess", "restriction_id", "children_restriction"),
        SameAuthority("children_restrictionaccess", "child_id", "children_child"),
        SameAuthority("children_breakglass", "child_id", "children_child"),
        AuthorityWall("children_restriction"),
        AuthorityWall("children_restrictionaccess"),
        AuthorityWall("children_breakglass"),
    ]
