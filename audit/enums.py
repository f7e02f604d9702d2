"""Codes of the audit and of the outbox."""

from django.db.models import TextChoices


class Fate(TextChoices):
    """What became of a message."""

    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed: needs a person"
    CANCELLED = "cancelled", "Cancelled"
