"""Bases for the models of the apps above: what is an authority's, and what two people may edit at once."""

import uuid

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager


class AuthorityOwned(models.Model):
    """A row of one local authority.

    Every such table carries the authority and a unique (id, authority), so that a composite foreign key can hold
    a row and what it points to in the same authority (core/constraints.py). The manager refuses any query made
    outside a scope: `with scope(authority=...)`.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey("accounts.LocalAuthority", on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(authority="authority")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Identify the row without personal data."""
        return f"{self._meta.verbose_name} {self.uuid}"


class Versioned(models.Model):
    """What two people may edit at once: a save names the version it was made from (see accounts/versions.py)."""

    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def unique_with_authority(table: str) -> models.UniqueConstraint:
    """The target of composite foreign keys: unique (id, authority)."""
    return models.UniqueConstraint(fields=["id", "authority"], name=f"{table}_id_authority_unique")
