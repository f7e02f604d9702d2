"""Locks the row before an act reads it, so that two acts on one thing follow one another."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked(model: type[Row], pk: int) -> Row:
    """The row as it stands, locked until the transaction ends (it alone, not what it points to)."""
    row: Row = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    return row
