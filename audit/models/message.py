"""The outbox: a message is a row first, written in the transaction of what it tells of; its fate is kept."""

import uuid

from django.db import models
from django.db.models import Q

from audit.enums import Fate


class Message(models.Model):
    """One message to one person. `key` makes it once-only; `parameters` holds counts and codes, no child's detail."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority_id = models.BigIntegerField(null=True)
    recipient_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    parameters = models.JSONField(default=dict)
    for_date = models.DateField()
    """The London day it belongs to."""
    created_at = models.DateTimeField(auto_now_add=True)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField(null=True)
    """When trying ends: counted from the first attempt that did not succeed."""
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    """The kind of failure, without addresses."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fate__in=Fate.values), name="audit_message_fate_known"),
            models.CheckConstraint(
                condition=Q(fate="sent", sent_at__isnull=False) | (~Q(fate="sent") & Q(sent_at__isnull=True)),
                name="audit_message_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(fate="sending", leased_until__isnull=False) | ~Q(fate="sending"),
                name="audit_message_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(fate__in=["waiting", "sending"]),
                name="audit_message_due_idx",
            ),
            models.Index(fields=["authority_id", "-created_at"], name="audit_message_authority_idx"),
        ]

    def __str__(self) -> str:
        return f"message {self.uuid}"
