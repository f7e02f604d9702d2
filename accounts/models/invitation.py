"""Invitations: how somebody without a password comes in for the first time."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models.authority import LocalAuthority
from accounts.models.person import Person


class Invitation(models.Model):
    """A link of one use to set the first password. Of the link only a hash is kept, and that from the sending on.

    Not scoped: it is looked up by a stranger, before any authority is known. `authority` is None for a role of the
    platform.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    authority = models.ForeignKey(
        LocalAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null until it is sent
    """SHA-256 of the link's 256 random bits."""
    expires_at = models.DateTimeField(null=True)
    """Two days after it was sent."""
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    """By the administrator, or because it was sent again."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "authority"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="accounts_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True, expires_at__isnull=True)
                | Q(token_hash__isnull=False, expires_at__isnull=False),
                name="accounts_invitation_link_has_end",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="accounts_invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.uuid}"
