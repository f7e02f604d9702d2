"""Saves what two people may edit at once: the later one is told, shown both, and loses nothing."""

from typing import Any

from django.db import models
from django.db.models import F

from accounts.base import Versioned
from core import clock
from core.errors import ConflictError


def save_versioned(row: Versioned, *, version: int, by: models.Model | None, **changes: Any) -> None:
    """Write `changes` to `row` if it still stands at `version`, and count the version on.

    Raises ConflictError, with the values as they now stand, where somebody saved in between; nothing is written then.
    """
    model = type(row)
    stamp = {"saved_by": by, "saved_at": clock.now()}
    written = model.objects.filter(pk=row.pk, version=version).update(
        **changes, **stamp, version=F("version") + 1
    )
    if not written:
        now = model.objects.select_related("saved_by").get(pk=row.pk)
        raise ConflictError(
            {name: getattr(now, name) for name in changes},
            version=now.version,
            by=now.saved_by.name if now.saved_by else "",
            at=now.saved_at,
        )
    for name, value in {**changes, **stamp, "version": version + 1}.items():
        setattr(row, name, value)
