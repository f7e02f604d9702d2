"""The audit row: ids and codes only, no words, no names, no foreign keys, so that erasure never needs to touch it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Event(models.Model):
    """One look or one change. The database refuses to change, delete or truncate it (migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    """Drawn by a function of the database, under a lock that says so until the transaction ends (migration 0007)."""
    at = models.DateTimeField(auto_now_add=True)
    authority_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    """The person; null is the system."""
    verb = models.CharField(max_length=60)
    """A member of audit.verbs.Verb."""
    object_type = models.CharField(max_length=60, blank=True)
    """The model's label, e.g. reviews.review."""
    object_ids = ArrayField(models.BigIntegerField(), default=list)
    child_ids = ArrayField(models.BigIntegerField(), default=list)
    """The children it was about, so that "who saw this child" is one query."""
    detail = models.JSONField(default=dict)
    """Codes, ids, dates and counts. Never words somebody typed, never a name."""
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["authority_id", "-at"], name="audit_event_authority_idx"),
            models.Index(fields=["authority_id", "id"], name="audit_event_chain_idx"),
            GinIndex(fields=["child_ids"], name="audit_event_children_idx"),
            GinIndex(fields=["object_ids"], name="audit_event_objects_idx"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk} {self.verb}"
