"""A local authority, and the choices that the law leaves to it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.base import AuthorityOwned, Versioned, unique_with_authority


def default_reminder_steps() -> list[int]:
    """Working days from the due date: before is negative, 0 is the day itself."""
    return [-10, -5, 0, 1, 5]


class LocalAuthority(models.Model):
    """One of England's authorities with children's services. Not scoped: it is the scope."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ons_code = models.CharField(max_length=9, unique=True)
    dfe_code = models.CharField(max_length=3)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=40)
    colour = models.CharField(
        max_length=7,
        default="#0d4f5c",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Give the colour as # and six digits, like #0d4f5c")],
    )
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    out_of_hours_phone = models.CharField(max_length=30, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "local authority"
        verbose_name_plural = "local authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="accounts_authority_colour_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AuthoritySettings(Versioned):
    """What an authority chooses where the law, the Handbook or our knowledge of them leaves room.

    One row an authority. `reviews.clock_settings` turns the clock fields into `timescales.ClockSettings`.
    """

    authority = models.OneToOneField(
        LocalAuthority, primary_key=True, on_delete=models.PROTECT, related_name="settings"
    )
    # Reminders
    reminder_steps = ArrayField(
        models.SmallIntegerField(validators=[MinValueValidator(-60), MaxValueValidator(60)]),
        default=default_reminder_steps,
    )
    manager_from_step = models.SmallIntegerField(default=1)
    """From this step on the IRO manager is told as well (1: from the first working day after)."""
    remind_weekly_after = models.BooleanField(default=True)
    # Caseloads
    caseload_low = models.PositiveSmallIntegerField(default=50)
    caseload_high = models.PositiveSmallIntegerField(default=70)
    # The clock, where two readings are possible (framework of the law: docs/domain.md)
    extra_review_replaces_second = models.BooleanField(default=False)
    short_break_gap_months = models.PositiveSmallIntegerField(default=6)
    clock_choices = models.JSONField(default=dict, blank=True)
    """Any further choice of timescales.ClockSettings by its name; what is not there keeps its default."""
    # Reviews
    people_needed = models.CharField(max_length=300, blank=True, default="The social worker")
    """Who has to be there for a review to go ahead: a warning, never a bar (the law sets no quorum)."""

    class Meta:
        verbose_name = verbose_name_plural = "authority settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(caseload_low__lte=F("caseload_high")),
                name="accounts_settings_caseload_low_below_high",
            ),
        ]

    def __str__(self) -> str:
        return f"settings of authority {self.authority_id}"


class BankHolidayCorrection(AuthorityOwned):
    """A day the authority adds to or takes from the bank holidays of the library (one-off holidays happen)."""

    on = models.DateField()
    name = models.CharField(max_length=80)
    is_holiday = models.BooleanField(default=True)

    class Meta:
        constraints = [
            unique_with_authority("accounts_bankholiday"),
            models.UniqueConstraint(fields=["authority", "on"], name="accounts_bankholiday_one_a_day"),
        ]
