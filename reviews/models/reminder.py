"""Reminders: a duty to remind is a row with a unique key, never only a message."""

from django.conf import settings
from django.db import models

from accounts.base import AuthorityOwned, unique_with_authority
from reviews.models.deadline import Deadline


class Reminder(AuthorityOwned):
    """One step of one deadline, as it stood due, to one person. Unique: however often a sweep runs, it reminds once."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders")
    step = models.SmallIntegerField()
    """Working days from the due date (before is negative); 100 + n is the nth weekly one after the last step."""
    due_date = models.DateField()
    """The due date it was counted to. Part of the key: a duty whose date moved is reminded of anew."""
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    for_date = models.DateField()
    """The day of the sweep that made it."""
    created_at = models.DateTimeField(auto_now_add=True)
    message_id = models.BigIntegerField(null=True)
    """The digest in the outbox (audit.Message) that carries it; null until one is made. No foreign key: the outbox
    keeps no ties, so that erasing a child's rows never touches what was sent."""

    class Meta:
        constraints = [
            unique_with_authority("reviews_reminder"),
            models.UniqueConstraint(
                fields=["deadline", "due_date", "step", "recipient"], name="reviews_reminder_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "authority"],
                condition=models.Q(message_id__isnull=True),
                name="reviews_reminder_unsent_idx",
            )
        ]


class SweepRun(models.Model):
    """One run of the reminder sweep over all authorities: when, for which day, what it made. Not scoped."""

    id = models.BigAutoField(primary_key=True)
    for_date = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    duties = models.PositiveIntegerField(default=0)
    digests = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="reviews_sweep_latest_idx")]

    def __str__(self) -> str:
        return f"sweep of {self.for_date}"
